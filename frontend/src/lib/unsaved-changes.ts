import { useCallback, useEffect, useRef, useState } from "react";
import { useBlocker, type Location } from "react-router";

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

/** Whether a step closes what is open: it goes to another page, or changes a parameter that holds the panel. */
function closes(here: Location, next: Location, panel: readonly string[]): boolean {
  if (here.pathname !== next.pathname || panel.length === 0) return true;
  const [before, after] = [new URLSearchParams(here.search), new URLSearchParams(next.search)];
  return panel.some((name) => before.get(name) !== after.get(name));
}

const ANY_STEP: readonly string[] = [];

/** Nothing typed is lost by a link, the back button, Esc or a reload without being asked. `panel` names the query
    parameters that hold the panel open: sorting or paging the list beside it then asks nothing. */
export function useUnsavedChanges(changed: boolean, panel: readonly string[] = ANY_STEP): UnsavedChanges {
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

  const blocker = useBlocker(({ currentLocation, nextLocation }) => holds.current && closes(currentLocation, nextLocation, panel));

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
