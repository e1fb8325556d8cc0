import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";
import { useFieldControl } from "./field";

/** Several lines; it grows with what is written. */
export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea autoComplete="off" rows={3} {...useFieldControl()} {...rest} className={cx("input", className)} />;
}
