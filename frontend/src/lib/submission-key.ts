import { useRef } from "react";

/** The Idempotency-Key of what a form sends: the same for the same contents, so that a second click or a retry after a
    lost reply makes one row; another as soon as something was changed. Forget it after success. */
export function useSubmissionKey() {
  const last = useRef<{ contents: string; key: string } | null>(null);
  return useRef({
    headerFor(body: unknown): { "Idempotency-Key": string } {
      const contents = JSON.stringify(body);
      if (last.current?.contents !== contents) last.current = { contents, key: crypto.randomUUID() };
      return { "Idempotency-Key": last.current.key };
    },
    forget() {
      last.current = null;
    },
  }).current;
}
