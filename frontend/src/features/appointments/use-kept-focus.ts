import { useEffect, useRef, type RefObject } from "react";

/** When the row that had the focus goes away (deleted, filtered, cancelled elsewhere) the focus goes to the row in its place,
    not to the top of the page. */
export function useKeptFocus(table: RefObject<HTMLTableElement | null>): void {
  const last = useRef<{ row: Element; index: number } | null>(null);

  useEffect(() => {
    const element = table.current;
    if (!element) return;
    const watch = (event: FocusEvent) => {
      const row = (event.target as Element).closest("tbody tr");
      last.current = row ? { row, index: rowsOf(element).indexOf(row) } : null;
    };
    const forget = (event: FocusEvent) => {
      // gone elsewhere on purpose; a row that is removed under the focus tells nobody where to
      if (event.relatedTarget) last.current = null;
    };
    element.addEventListener("focusin", watch);
    element.addEventListener("focusout", forget);
    return () => {
      element.removeEventListener("focusin", watch);
      element.removeEventListener("focusout", forget);
    };
  }, [table]);

  useEffect(() => {
    const element = table.current;
    if (!last.current || !element || last.current.row.isConnected || document.activeElement !== document.body) return;
    const rows = rowsOf(element);
    const { index } = last.current;
    last.current = null;
    rows[Math.min(index, rows.length - 1)]?.querySelector<HTMLElement>("a[href], button")?.focus();
  });
}

function rowsOf(table: HTMLTableElement): Element[] {
  return [...table.querySelectorAll("tbody tr")];
}
