import type { ComponentProps, ReactNode } from "react";

/** One of a few answers that are worth seeing at once; several with one name inside a FieldGroup and a .choices. */
export function Choice({ children, ...rest }: Omit<ComponentProps<"input">, "type"> & { children: ReactNode }) {
  return (
    <label className="pick">
      <input {...rest} type="radio" className="sr-only" />
      {children}
    </label>
  );
}
