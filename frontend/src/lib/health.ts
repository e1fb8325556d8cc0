import { useSyncExternalStore } from "react";

export type Health = { state: "checking" | "online" | "slow" | "offline"; offlineSince: Date | null };

const EVERY = 30_000;
const WHILE_OFFLINE = 5_000;
const SLOW = 1_500;
const GIVE_UP = 10_000;

let health: Health = { state: "checking", offlineSince: null };
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function change(state: Health["state"]) {
  if (state === health.state) return;
  health = { state, offlineSince: state === "offline" ? new Date() : null };
  for (const listener of listeners) listener();
}

async function measure(): Promise<Health["state"]> {
  const started = performance.now();
  // said while it lasts, not when it is over
  const patience = setTimeout(() => health.state === "online" && change("slow"), SLOW);
  try {
    const response = await globalThis.fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(GIVE_UP) });
    if (!response.ok) return "offline";
    return performance.now() - started > SLOW ? "slow" : "online";
  } catch {
    return "offline";
  } finally {
    clearTimeout(patience);
  }
}

/** Asks now; also called when a request got no answer, so that the bar never says "online" beside an error. */
export async function checkHealth(): Promise<void> {
  clearTimeout(timer);
  // a tab that nobody sees asks nothing; it asks at once when it is looked at again
  if (!document.hidden) change(await measure());
  clearTimeout(timer);
  if (listeners.size) timer = setTimeout(() => void checkHealth(), health.state === "offline" ? WHILE_OFFLINE : EVERY);
}

function checkNow() {
  void checkHealth();
}

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    window.addEventListener("online", checkNow);
    window.addEventListener("offline", checkNow);
    document.addEventListener("visibilitychange", checkNow);
  }
  listeners.add(listener);
  if (listeners.size === 1) checkNow();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    window.removeEventListener("online", checkNow);
    window.removeEventListener("offline", checkNow);
    document.removeEventListener("visibilitychange", checkNow);
  };
}

export function useHealth(): Health {
  return useSyncExternalStore(subscribe, () => health);
}
