import { useEffect, useState } from "react";

/** True when something has been going on for a while: what is over sooner needs no sign. */
export function useSlow(isActive: boolean, after = 200): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isActive) return;
    const timer = setTimeout(() => setSlow(true), after);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isActive, after]);
  return isActive && isSlow;
}
