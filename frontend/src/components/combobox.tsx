import { X } from "lucide-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "./icon-button";
import { Input } from "./input";
import { Spinner } from "./spinner";

export type ComboboxProps<Option> = {
  value: Option | null;
  onChange: (option: Option | null) => void;
  /** what matches the text, best first; the owner loads them when onSearch is called */
  options: Option[];
  /** called 200 ms after the last key */
  onSearch: (text: string) => void;
  loading?: boolean;
  /** said when the search failed; the list of options is then empty */
  failed?: ReactNode;
  getKey: (option: Option) => string | number;
  /** the text that stands in the field once it is chosen */
  getText: (option: Option) => string;
  renderOption?: (option: Option) => ReactNode;
  /** said when nothing matches */
  empty?: ReactNode;
  placeholder?: string;
  autoFocus?: boolean;
  name?: string;
};

/** Picks one of many by typing part of it. Inside a Field. Arrows move, Enter takes, Esc closes. */
export function Combobox<Option>(props: ComboboxProps<Option>) {
  const { value, onChange, options, onSearch, loading, failed, getKey, getText, renderOption, empty, placeholder, autoFocus, name } = props;
  const { t } = useTranslation();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);

  const search = useRef(onSearch);
  useEffect(() => {
    search.current = onSearch;
  });
  useEffect(() => {
    if (text === null) return;
    const timer = setTimeout(() => search.current(text), 200);
    return () => clearTimeout(timer);
  }, [text]);

  const current = Math.min(active, options.length - 1);
  const optionId = (index: number) => `${listId}-${index}`;

  const take = (option: Option) => {
    onChange(option);
    setText(null);
    setOpen(false);
  };

  const type = (typed: string) => {
    setText(typed);
    setActive(0);
    setOpen(true);
    if (value !== null) onChange(null);
  };

  const move = (step: number) => {
    setOpen(true);
    const next = Math.max(0, Math.min(options.length - 1, current + step));
    setActive(next);
    document.getElementById(optionId(next))?.scrollIntoView({ block: "nearest" });
  };

  const press = (event: KeyboardEvent) => {
    const option = options[current];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) move(event.key === "ArrowDown" ? 1 : -1);
      else setOpen(true);
    } else if (event.key === "Enter" && isOpen && option && !event.ctrlKey) {
      // Enter takes the option; it doesn't send the form
      event.preventDefault();
      take(option);
    } else if (event.key === "Escape" && isOpen) {
      // only the list closes, not the panel around it
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };

  const clear = () => {
    onChange(null);
    setText("");
    input.current?.focus();
  };

  const shown = text ?? (value === null ? "" : getText(value));
  return (
    <div className="combobox">
      <div className="withicon">
        <Input
          ref={input}
          {...(name && { name })}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-activedescendant={isOpen && current >= 0 ? optionId(current) : undefined}
          spellCheck={false}
          placeholder={placeholder}
          // the picker is often the first field of a panel that was opened to use it
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={autoFocus}
          value={shown}
          onChange={(event) => type(event.target.value)}
          onClick={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={press}
        />
        {shown && <IconButton className="end" icon={X} small label={t("combobox.clear")} onClick={clear} />}
      </div>
      <div id={listId} className="options" role="listbox" aria-label={t("combobox.matches")} hidden={!isOpen}>
        {options.map((option, index) => (
          // the keyboard is handled on the field, which keeps the focus
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={getKey(option)}
            id={optionId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => setActive(index)}
            onClick={() => take(option)}
          >
            {renderOption ? renderOption(option) : getText(option)}
          </div>
        ))}
      </div>
      {isOpen && options.length === 0 && (
        <div className="options" role="status">
          <p className="say">
            {loading && <Spinner />}
            {loading ? t("combobox.searching") : (failed ?? empty ?? t("combobox.empty"))}
          </p>
        </div>
      )}
      <span className="sr-only" role="status">
        {isOpen && options.length > 0 && t("combobox.count", { count: options.length })}
      </span>
    </div>
  );
}
