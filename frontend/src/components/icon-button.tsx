import type { ComponentProps } from "react";
import { Link, type LinkProps } from "react-router";
import { cx } from "@/lib/cx";
import type { ButtonVariant } from "./button";
import { Icon, type IconShape } from "./icon";

type Look = {
  icon: IconShape;
  /** what it does and to whom, "Edit Ana Ruiz": all that a screen reader gets */
  label: string;
  variant?: ButtonVariant;
  small?: boolean;
  directed?: boolean;
};

function look({ variant = "quiet", small }: Pick<Look, "variant" | "small">, more?: string) {
  return cx("btn icon", variant !== "default" && variant, small && "small", more);
}

export function IconButton({ icon, label, variant, small, directed, className, type = "button", ...rest }: Look & ComponentProps<"button">) {
  return (
    <button title={label} {...rest} type={type} aria-label={label} className={look({ variant, small }, className)}>
      <Icon of={icon} directed={directed} />
    </button>
  );
}

export function IconLink({ icon, label, variant, small, directed, className, ...rest }: Look & LinkProps) {
  return (
    <Link title={label} {...rest} aria-label={label} className={look({ variant, small }, className)}>
      <Icon of={icon} directed={directed} />
    </Link>
  );
}
