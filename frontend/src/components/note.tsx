import { Check, Info, TriangleAlert } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { cx } from "@/lib/cx";
import { Icon, type IconShape } from "./icon";

export type NoteTone = "info" | "ok" | "warn" | "bad";

type NoteProps = {
  tone?: NoteTone;
  icon?: IconShape;
  title?: ReactNode;
  children?: ReactNode;
  /** ways on: small buttons */
  actions?: ReactNode;
  /** appears because of something that just happened, so it is read out at once */
  live?: boolean;
  /** answers what was just sent from further down: it takes the focus, and so comes into view */
  takesFocus?: boolean;
  className?: string;
};

const ICONS: Record<NoteTone, IconShape> = { info: Info, ok: Check, warn: TriangleAlert, bad: TriangleAlert };

/** A message in the flow of the page, beside what it is about. */
export function Note({ tone = "info", icon = ICONS[tone], title, children, actions, live, takesFocus, className }: NoteProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus) box.current?.focus();
  }, [takesFocus]);
  return (
    <div ref={box} tabIndex={takesFocus ? -1 : undefined} className={cx("note", tone !== "info" && tone, className)} role={live ? (tone === "bad" ? "alert" : "status") : undefined}>
      <Icon of={icon} />
      <div>
        {title && <strong>{title}</strong>}
        {children && (typeof children === "string" ? <p>{children}</p> : children)}
        {actions && <div className="note-actions">{actions}</div>}
      </div>
    </div>
  );
}
