import type { ReactNode } from "react";

/** One part on the page of parts, with its name above. */
export function Spec({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="mb-6 break-inside-avoid" aria-label={name}>
      <h2 className="mb-2 text-xs font-medium text-ink-3">{name}</h2>
      {children}
    </section>
  );
}
