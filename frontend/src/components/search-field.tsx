import { Search, X } from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "./icon";
import { IconButton } from "./icon-button";

type SearchFieldProps = Omit<ComponentProps<"input">, "value" | "onChange" | "type"> & {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** the key that comes here, shown while it is empty */
  kbd?: string;
};

/** Search as you type. Its text is personal data: keep it in memory, never in the URL. */
export function SearchField({ label, value, onChange, kbd, ...rest }: SearchFieldProps) {
  const { t } = useTranslation();
  return (
    <div className="withicon">
      <Icon of={Search} />
      <input
        autoComplete="off"
        spellCheck={false}
        {...rest}
        type="search"
        className="input"
        aria-label={label}
        aria-keyshortcuts={kbd}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && value) {
            event.preventDefault();
            onChange("");
          }
        }}
      />
      {value ? (
        <IconButton className="end" icon={X} small label={t("search.clear")} onClick={() => onChange("")} />
      ) : (
        kbd && <kbd className="end" aria-hidden="true">{kbd}</kbd>
      )}
    </div>
  );
}
