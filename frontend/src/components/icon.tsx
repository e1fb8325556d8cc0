import type { LucideIcon } from "lucide-react";
import { cx } from "@/lib/cx";

export type IconShape = LucideIcon | ((props: { className?: string }) => React.ReactNode);

type IconProps = {
  of: IconShape;
  small?: boolean;
  /** turns round in right-to-left scripts: arrows for next and back */
  directed?: boolean;
};

/** A picture beside a word. It says nothing alone, so it is hidden from screen readers. */
export function Icon({ of: Shape, small, directed }: IconProps) {
  return <Shape aria-hidden="true" className={cx("i", small && "s", directed && "directed")} />;
}
