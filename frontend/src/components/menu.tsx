import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { Icon, type IconShape } from "./icon";

export type MenuItem = { key: string; label: string; icon?: IconShape; danger?: boolean; disabled?: boolean; onSelect: () => void };
export type MenuChoice = { key: string; label: string; value: string; options: { value: string; label: string; lang?: string }[]; onChange: (value: string) => void };

type MenuProps = {
  /** the button that opens it; it must take a ref and props, as IconButton and button do */
  trigger: ReactNode;
  /** who or what it is about, on top */
  head?: ReactNode;
  /** one of several, as radio items under a heading */
  choices?: MenuChoice[];
  items: MenuItem[];
};

/** More that can be done. Opens on click, Enter or arrow down; letters jump. */
export function Menu({ trigger, head, choices = [], items }: MenuProps) {
  const { i18n } = useTranslation();
  const opener = useRef<HTMLButtonElement>(null);
  const chosen = useRef<(() => void) | null>(null);

  // an item acts after the menu is gone and the focus is back, so that what it opens can give the focus back in turn
  const act = (event: Event) => {
    event.preventDefault();
    opener.current?.focus();
    chosen.current?.();
    chosen.current = null;
  };

  return (
    // modal would lock the scroll with a <style> of its own, and nothing here needs it
    <DropdownMenu.Root modal={false} dir={i18n.dir()}>
      <DropdownMenu.Trigger ref={opener} asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8} onCloseAutoFocus={act}>
          {head && <div className="menu-head">{head}</div>}
          {choices.map((choice) => (
            <DropdownMenu.RadioGroup key={choice.key} value={choice.value} onValueChange={choice.onChange} aria-label={choice.label}>
              <div className="menu-line" role="none" />
              <DropdownMenu.Label className="menu-label">{choice.label}</DropdownMenu.Label>
              {choice.options.map((option) => (
                <DropdownMenu.RadioItem key={option.value} value={option.value} className="menu-item" lang={option.lang} onSelect={(event) => event.preventDefault()}>
                  <span className="mark">
                    <DropdownMenu.ItemIndicator><Icon of={Check} /></DropdownMenu.ItemIndicator>
                  </span>
                  {option.label}
                </DropdownMenu.RadioItem>
              ))}
            </DropdownMenu.RadioGroup>
          ))}
          {(head ?? choices.length > 0) && <div className="menu-line" role="none" />}
          {items.map((item) => (
            <DropdownMenu.Item key={item.key} className={cx("menu-item", item.danger && "danger")} disabled={item.disabled ?? false} onSelect={() => (chosen.current = item.onSelect)}>
              {item.icon && <Icon of={item.icon} />}
              {item.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
