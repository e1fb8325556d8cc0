import { useTranslation } from "react-i18next";

const NAMED = ["Ctrl", "Enter", "Esc", "Tab"] as const;

/** A key as it is printed on the keyboard. */
export function Kbd({ keys, hidden }: { keys: string; hidden?: boolean }) {
  const { t } = useTranslation();
  const printed = keys
    .split(" ")
    .map((key) => {
      const named = NAMED.find((name) => name === key);
      return named ? t(`keys.${named}`) : key.length === 1 ? key.toUpperCase() : key;
    })
    .join(" ");
  return <kbd aria-hidden={hidden}>{printed}</kbd>;
}
