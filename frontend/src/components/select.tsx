import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";
import { useFieldControl } from "./field";
import { Icon } from "./icon";

/** The browser's own list: every keyboard, screen reader and phone knows it. Options are children. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className="selectbox">
      <select {...useFieldControl()} {...rest} className={cx("input", className)}>
        {children}
      </select>
      <Icon of={ChevronDown} />
    </span>
  );
}
