import type { ComponentProps, ReactNode } from "react";

/** A yes or no, with its words beside it. */
export function Checkbox({ children, ...rest }: Omit<ComponentProps<"input">, "type"> & { children: ReactNode }) {
  return (
    <label className="check">
      <input {...rest} type="checkbox" />
      <span>{children}</span>
    </label>
  );
}
