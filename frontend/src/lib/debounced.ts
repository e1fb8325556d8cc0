import { useEffect, useState } from "react";

/** The value once it has stayed the same for a moment. An emptied text counts at once: nobody waits to get everything back. */
export function useDebounced(text: string, after = 200): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), after);
    return () => clearTimeout(timer);
  }, [text, after]);
  return text ? settled : "";
}
