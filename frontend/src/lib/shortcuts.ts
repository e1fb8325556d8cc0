import { useEffect, useRef, useSyncExternalStore } from "react";
import { hasOwnKeys, isTyping } from "./typing";

export type Shortcut = {
  /** one key as the keyboard gives it: "n", "/", "?" */
  key: string;
  /** what it does, a word or two: "add patient" */
  label: string;
  run: () => void;
  /** how the key is printed in the list, where that differs: "← →" for two that belong together */
  print?: string;
  /** works without being listed, as the second of two that are printed together */
  unlisted?: boolean;
  /** works on every screen, so it is listed after the screen's own */
  everywhere?: boolean;
  /** known but idle: not listed, does nothing */
  disabled?: boolean;
};

/** A screen's shortcuts and those of a panel over it: the newest come first. */
let groups: { shortcuts: Shortcut[] }[] = [];
let active: Shortcut[] = [];
type ListedShortcut = Pick<Shortcut, "key" | "label">;
let listed: ListedShortcut[] = [];
const listeners = new Set<() => void>();

const words = (shortcuts: ListedShortcut[]) => shortcuts.map(({ key, label }) => `${key} ${label}`).join();

function publish() {
  const before = words(listed);
  const next = groups.flatMap(({ shortcuts }) => shortcuts.filter(({ disabled }) => !disabled));
  active = next;
  // of two screens that use one key only the newer hears it
  const heard = next.filter(({ key, unlisted }, index) => !unlisted && next.findIndex((other) => other.key === key) === index);
  const inOrder = [...heard.filter(({ everywhere }) => !everywhere), ...heard.filter(({ everywhere }) => everywhere)];
  const read = inOrder.map(({ key, print = key, label }) => ({ key: print, label }));
  // who lists them is told only when the list reads differently
  if (words(read) === before) return;
  listed = read;
  for (const listener of listeners) listener();
}

function press(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || hasOwnKeys(event.target)) return;
  const shortcut = active.find(({ key }) => key === event.key || key === event.key.toLowerCase());
  if (!shortcut) return;
  event.preventDefault(); // or the key would be typed into the field that it opens
  shortcut.run();
}

/** Keys for as long as the screen is there. They are silent while somebody types, and listed under "?". */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const group = useRef({ shortcuts });

  useEffect(() => {
    group.current.shortcuts = shortcuts;
    publish();
  });

  useEffect(() => {
    const mine = group.current;
    if (groups.length === 0) document.addEventListener("keydown", press);
    groups = [mine, ...groups];
    publish();
    return () => {
      groups = groups.filter((other) => other !== mine);
      if (groups.length === 0) document.removeEventListener("keydown", press);
      publish();
    };
  }, []);
}

export function useListedShortcuts(): ListedShortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => listed,
  );
}
