import { useState, type ComponentProps } from "react";
import { parseTypedTime } from "@/lib/typed-time";
import { Input } from "./input";

type TimeFieldProps = Omit<ComponentProps<"input">, "value" | "onChange" | "type"> & {
  /** "09:30", or the text as it was typed where no time could be read from it */
  value: string;
  onChange: (value: string) => void;
};

/** A time of day, typed as people type it: 9, 930, 9.30, 2pm. */
export function TimeField({ value, onChange, onBlur, ...rest }: TimeFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      inputMode="text"
      dir="ltr"
      {...rest}
      value={typed ?? value}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(parseTypedTime(event.target.value) ?? event.target.value);
      }}
      onBlur={(event) => {
        setTyped(null);
        onBlur?.(event);
      }}
    />
  );
}
