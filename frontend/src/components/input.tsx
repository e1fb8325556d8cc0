import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";
import { useFieldControl } from "./field";

/** One line of text. Inside a Field it takes its name and its error from there. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input autoComplete="off" {...useFieldControl()} {...rest} className={cx("input", className)} />;
}
