import { useSyncExternalStore } from "react";

const phone = "(width < 48rem)";

function subscribe(changed: () => void) {
  const query = window.matchMedia(phone);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/** Below the first break of the layout: bottom tabs, cards, whole-screen panels. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(phone).matches);
}
