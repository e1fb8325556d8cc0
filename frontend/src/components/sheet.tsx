import { useId, type ReactNode } from "react";
import { cx } from "@/lib/cx";

type SheetProps = { title: string; actions?: ReactNode; className?: string; children: ReactNode };

/** The plain ground on which work lies, with its name on top. */
export function Sheet({ title, actions, className, children }: SheetProps) {
  const id = useId();
  return (
    <section className={cx("sheet", className)} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {actions && <div className="row push">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
