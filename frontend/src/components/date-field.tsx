import { CalendarDays } from "lucide-react";
import { useRef, useState, type ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "@/lib/format";
import { parseTypedDate } from "@/lib/typed-date";
import { IconButton } from "./icon-button";
import { Input } from "./input";

type DateFieldProps = Omit<ComponentProps<"input">, "value" | "onChange" | "type"> & {
  /** "1990-01-01", or the text as it was typed where no date could be read from it */
  value: string;
  onChange: (value: string) => void;
  /** the browser's calendar beside it; off for a date of birth, which nobody looks up */
  calendar?: boolean;
};

const ISO = /^\d{4}-\d{2}-\d{2}$/;

/** A date, typed as people type it (31.01.1990, 31 Jan 90, 1990-01-31). Check the value with dateCheck(). */
export function DateField({ value, onChange, calendar = false, onBlur, ...rest }: DateFieldProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const picker = useRef<HTMLInputElement>(null);
  // while it is being typed it stays as typed; afterwards it reads like every other date
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (ISO.test(value) ? format.date(value) : value);

  const type = (text: string) => {
    setTyped(text);
    onChange(parseTypedDate(text, { locale: format.locale }).iso ?? text);
  };

  const input = (
    <Input
      inputMode="text"
      {...rest}
      value={shown}
      onChange={(event) => type(event.target.value)}
      onBlur={(event) => {
        setTyped(null);
        onBlur?.(event);
      }}
    />
  );
  if (!calendar) return input;
  return (
    <span className="withicon">
      {input}
      <IconButton className="end" icon={CalendarDays} label={t("date.open_calendar")} onClick={() => picker.current?.showPicker()} />
      <input
        ref={picker}
        type="date"
        className="picker-anchor"
        tabIndex={-1}
        aria-hidden="true"
        value={ISO.test(value) ? value : ""}
        onChange={(event) => {
          setTyped(null);
          onChange(event.target.value);
        }}
      />
    </span>
  );
}
