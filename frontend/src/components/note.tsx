import { Check, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
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
  className?: string;
};

const ICONS: Record<NoteTone, IconShape> = { info: Info, ok: Check, warn: TriangleAlert, bad: TriangleAlert };

/** A message in the flow of the page, beside what it is about. */
export function Note({ tone = "info", icon = ICONS[tone], title, children, actions, live, className }: NoteProps) {
  return (
    <div className={cx("note", tone !== "info" && tone, className)} role={live ? (tone === "bad" ? "alert" : "status") : undefined}>
      <Icon of={icon} />
      <div>
        {title && <strong>{title}</strong>}
        {children && (typeof children === "string" ? <p>{children}</p> : children)}
        {actions && <div className="note-actions">{actions}</div>}
      </div>
    </div>
  );
}
