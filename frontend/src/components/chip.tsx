import { Icon, type IconShape } from "./icon";
import { cx } from "@/lib/cx";

export type Tone = "plain" | "ok" | "warn" | "bad" | "info" | "accent";

type ChipProps = { tone?: Tone; icon?: IconShape; struck?: boolean; children: React.ReactNode };

/** A short fact. The word carries it, then the shape, colour last. */
export function Chip({ tone = "plain", icon, struck, children }: ChipProps) {
  return (
    <span className={cx("chip", tone !== "plain" && tone, struck && "struck")}>
      {icon && <Icon of={icon} small />}
      {children}
    </span>
  );
}
