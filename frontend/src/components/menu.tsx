import { cloneElement, useId, useRef, useState, type ReactElement, type ReactNode, type RefAttributes } from "react";
import { Icon, type IconShape } from "./icon";
import { MenuList } from "./menu-list";
import { cx } from "@/lib/cx";
import { Check } from "lucide-react";

export type MenuItem = { key: string; label: string; icon?: IconShape; directed?: boolean; danger?: boolean; disabled?: boolean; onSelect: () => void };
export type MenuChoice = { key: string; label: string; value: string; options: { value: string; label: string; lang?: string }[]; onChange: (value: string) => void };

type TriggerProps = RefAttributes<HTMLButtonElement> & React.ButtonHTMLAttributes<HTMLButtonElement>;

type MenuProps = {
  /** the button that opens it: an IconButton or a button */
  trigger: ReactElement<TriggerProps>;
  /** who or what it is about, on top */
  head?: ReactNode;
  /** one of several, as radio items under a heading; choosing leaves the menu open */
  choices?: MenuChoice[];
  items: MenuItem[];
};

/** More that can be done. Opens on click, Enter or an arrow; arrows and letters move, Esc closes and gives the focus back. */
export function Menu({ trigger, head, choices = [], items }: MenuProps) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState<"first" | "last" | null>(null);

  const close = () => setOpened(null);

  // the focus is back on the button before the item acts, so that what it opens can give it back in turn
  const choose = (item: MenuItem) => {
    close();
    opener.current?.focus();
    item.onSelect();
  };

  return (
    <>
      {cloneElement(trigger, {
        ref: opener,
        "aria-haspopup": "menu",
        "aria-expanded": opened !== null,
        "aria-controls": opened ? id : undefined,
        onClick: () => setOpened(opened ? null : "first"),
        onKeyDown: (event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          setOpened(event.key === "ArrowDown" ? "first" : "last");
        },
      })}
      {opened && (
        <MenuList id={id} opener={opener} start={opened} onClose={close}>
          {head && <div className="menu-head">{head}</div>}
          {choices.map((choice) => (
            <ChoiceGroup key={choice.key} choice={choice} />
          ))}
          {items.map((item, index) => (
            <button
              key={item.key}
              type="button"
              role="menuitem"
              tabIndex={-1}
              disabled={item.disabled}
              className={cx("menu-item", item.danger && "danger", index === 0 && Boolean(head ?? choices.length) && "after-line")}
              onClick={() => choose(item)}
            >
              {item.icon && <Icon of={item.icon} directed={item.directed} />}
              {item.label}
            </button>
          ))}
        </MenuList>
      )}
    </>
  );
}

function ChoiceGroup({ choice }: { choice: MenuChoice }) {
  const labelId = useId();
  return (
    <div role="group" aria-labelledby={labelId} className="menu-group">
      <p id={labelId} className="menu-label">{choice.label}</p>
      {choice.options.map((option) => {
        const isChosen = option.value === choice.value;
        return (
          <button key={option.value} type="button" role="menuitemradio" tabIndex={-1} aria-checked={isChosen} lang={option.lang} className="menu-item" onClick={() => choice.onChange(option.value)}>
            <span className="mark">{isChosen && <Icon of={Check} />}</span>
            {option.label}
          </button>
        );
      })}
    </div>
  );
}
