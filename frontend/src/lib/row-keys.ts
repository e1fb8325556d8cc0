import { useEffect, type RefObject } from "react";
import { hasOwnKeys, isTyping } from "./typing";

const TARGET = "a[href], button";

/** Arrow keys move the focus from row to row, to the row's first link or button; Enter then opens it, as on any link.
    They work as soon as the page is open, and from a search field the first row is one arrow away. */
export function useRowKeys(body: RefObject<HTMLTableSectionElement | HTMLTableElement | null>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isArrow = event.key === "ArrowDown" || event.key === "ArrowUp";
      const moves = isArrow || ((event.key === "Home" || event.key === "End") && body.current?.contains(event.target as Node));
      if (!moves || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const fromSearch = event.target instanceof HTMLInputElement && event.target.type === "search" && event.key === "ArrowDown";
      if ((isTyping(event.target) && !fromSearch) || hasOwnKeys(event.target)) return;

      // a heading between the rows is no stop, unless it leads somewhere
      const table = event.target instanceof Element && event.target.closest("table");
      if (table && !table.contains(body.current)) return; // another table has the focus

      const rows = [...(body.current?.rows ?? [])].filter((row) => !row.closest("thead") && row.querySelector(TARGET));
      if (!rows.length) return;
      const current = rows.findIndex((row) => row.contains(document.activeElement));
      const next =
        event.key === "Home" ? 0
        : event.key === "End" ? rows.length - 1
        : current + (event.key === "ArrowDown" ? 1 : -1);
      const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
      event.preventDefault();
      row?.querySelector<HTMLElement>(TARGET)?.focus();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [body]);
}
