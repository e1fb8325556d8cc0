import { useCallback, useEffect, useRef, useState } from "react";
import { useBlocker } from "react-router";

export type UnsavedChanges = {
  changed: boolean;
  /** somebody wants to leave and must be asked */
  asking: boolean;
  stay: () => void;
  leave: () => void;
  /** saved, or given up on purpose: the next step asks nothing. Call it before navigating after a save. */
  release: () => void;
  /** runs a step that would lose what was typed, after asking where there is something to lose */
  guard: (step: () => void) => void;
};

/** Nothing typed is lost by a link, the back button, Esc or a reload without being asked. */
export function useUnsavedChanges(changed: boolean): UnsavedChanges {
  const holds = useRef(false);
  const [waiting, setWaiting] = useState<(() => void) | null>(null);

  useEffect(() => {
    holds.current = changed;
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent) => {
      if (holds.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [changed]);

  const blocker = useBlocker(
    useCallback(
      // a step that only changes the query of the same page is asked about too: that is where an open panel lives
      () => holds.current,
      [],
    ),
  );

  const release = useCallback(() => {
    holds.current = false;
  }, []);

  return {
    changed,
    asking: waiting !== null || blocker.state === "blocked",
    stay: () => {
      setWaiting(null);
      blocker.reset?.();
    },
    leave: () => {
      release();
      setWaiting(null);
      if (waiting) waiting();
      else blocker.proceed?.();
    },
    release,
    guard: (step) => {
      if (holds.current) setWaiting(() => step);
      else step();
    },
  };
}
