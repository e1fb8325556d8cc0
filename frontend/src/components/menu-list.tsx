import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode, type RefObject } from "react";

type MenuListProps = {
  id: string;
  opener: RefObject<HTMLButtonElement | null>;
  /** where the focus starts */
  start: "first" | "last";
  onClose: () => void;
  children: ReactNode;
};

const ITEMS = '[role^="menuitem"]:not(:disabled)';
const EDGE = 8;

/** The open menu: in the browser's top layer, so that no table or panel can cut it off. */
export function MenuList({ id, opener, start, onClose, children }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const typed = useRef({ letters: "", at: 0 });
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>(ITEMS) ?? [])];

  useLayoutEffect(() => {
    const menu = list.current;
    if (!menu || !opener.current) return;
    menu.showPopover();
    place(menu, opener.current);
    const all = [...menu.querySelectorAll<HTMLElement>(ITEMS)];
    all.at(start === "first" ? 0 : -1)?.focus();
  }, [opener, start]);

  useClosingOutside(list, opener, onClose);

  const press = (event: KeyboardEvent) => {
    const all = items();
    const current = all.indexOf(document.activeElement as HTMLElement);
    const go = (index: number) => all.at(index % all.length)?.focus();
    event.stopPropagation(); // these keys are the menu's, not the panel's or the screen's
    switch (event.key) {
      case "ArrowDown": go(current + 1); break;
      case "ArrowUp": go(current - 1); break;
      case "Home": go(0); break;
      case "End": go(-1); break;
      case "Escape":
        opener.current?.focus();
        onClose();
        break;
      case "Tab":
        // goes on from the button, as if the menu had never been there
        opener.current?.focus();
        onClose();
        return;
      default:
        if (event.key.length === 1 && event.key !== " ") jump(all, current, event.key);
        return;
    }
    event.preventDefault();
  };

  const jump = (all: HTMLElement[], current: number, letter: string) => {
    const isFresh = Date.now() - typed.current.at > 500;
    const letters = (isFresh ? "" : typed.current.letters) + letter.toLowerCase();
    typed.current = { letters, at: Date.now() };
    const from = letters.length === 1 ? current + 1 : current;
    const inOrder = [...all.slice(from), ...all.slice(0, from)];
    inOrder.find((item) => item.textContent.trim().toLowerCase().startsWith(letters))?.focus();
  };

  return (
    <div
      ref={list}
      id={id}
      role="menu"
      tabIndex={-1}
      popover="manual"
      className="menu"
      onKeyDown={press}
      onMouseMove={(event) => (event.target as Element).closest<HTMLElement>(ITEMS)?.focus()}
    >
      {children}
    </div>
  );
}

/** Under the button and level with its end; above it where there is more room, and always inside the window. */
function place(menu: HTMLElement, opener: HTMLElement) {
  const button = opener.getBoundingClientRect();
  const isRtl = getComputedStyle(opener).direction === "rtl";
  const wanted = isRtl ? button.left : button.right - menu.offsetWidth;
  const left = Math.max(EDGE, Math.min(wanted, window.innerWidth - menu.offsetWidth - EDGE));
  const below = window.innerHeight - button.bottom - EDGE;
  const isAbove = below < menu.offsetHeight && button.top > below;
  menu.style.left = `${left}px`;
  menu.style.maxHeight = `${(isAbove ? button.top : below) - EDGE}px`;
  menu.style.top = `${isAbove ? Math.max(EDGE, button.top - menu.offsetHeight - 4) : button.bottom + 4}px`;
}

/** A press elsewhere closes it; so does a scroll that moves its button away, or another window size. */
function useClosingOutside(list: RefObject<HTMLElement | null>, opener: RefObject<HTMLElement | null>, onClose: () => void) {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const position = () => JSON.stringify(opener.current?.getBoundingClientRect());
    const openedAt = position();
    const press = (event: Event) => {
      if (![list, opener].some(({ current }) => current?.contains(event.target as Node))) close.current();
    };
    // a scroll is told a frame later: the one that brought the button into sight must not close what it then opened
    const scroll = () => {
      if (position() !== openedAt) close.current();
    };
    const always = () => close.current();
    document.addEventListener("pointerdown", press, true);
    document.addEventListener("scroll", scroll, true);
    window.addEventListener("resize", always);
    return () => {
      document.removeEventListener("pointerdown", press, true);
      document.removeEventListener("scroll", scroll, true);
      window.removeEventListener("resize", always);
    };
  }, [list, opener]);
}
