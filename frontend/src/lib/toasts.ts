import { useSyncExternalStore } from "react";

export type ToastTone = "ok" | "info" | "bad";
export type Toast = {
  id: number;
  tone: ToastTone;
  title: string;
  detail?: string;
  /** one way on, such as Undo; choosing it closes the toast */
  action?: { label: string; onAction: () => void };
};

let toasts: Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says what was done (ok), what happened elsewhere (info) or what went wrong (bad, stays until dismissed). */
export function showToast(toast: Omit<Toast, "id" | "tone"> & { tone?: ToastTone }): number {
  lastId += 1;
  // three are read, more are wallpaper; trouble is never pushed out by good news
  const kept = toasts.filter(({ tone }) => tone === "bad");
  const passing = toasts.filter(({ tone }) => tone !== "bad").slice(-2);
  const added: Toast = { tone: "ok", ...toast, id: lastId };
  change([...kept, ...passing, added].sort((a, b) => a.id - b.id));
  return lastId;
}

export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

export function clearToasts(): void {
  change([]);
}

export function useToasts(): Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
