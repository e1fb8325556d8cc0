import { useCallback, useMemo } from "react";
import { useLocation, useSearchParams, type NavigateOptions, type To } from "react-router";

/** What of a record is open beside the page, as the address says it: ?record=12 reads, ?amend=12 amends, ?panel=new and
    ?new=7 (for patient 7) write. Everything else in the address belongs to the page and stays. */
export type Opened = { record?: number; amend?: number; new?: "anyone" | number };

// One panel is open at a time, so those of a page that shows records too (a visit, the patient's details) close for ours.
const PANELS = ["record", "amend", "new", "panel", "edit", "book", "visit"];

export function openedIn(params: URLSearchParams): Opened {
  const id = (name: string) => {
    const value = Number(params.get(name));
    return Number.isSafeInteger(value) && value > 0 ? value : undefined;
  };
  const [record, amend, patient] = [id("record"), id("amend"), id("new")];
  if (patient !== undefined) return { new: patient };
  if (params.get("panel") === "new") return { new: "anyone" };
  if (amend !== undefined) return { amend };
  return record === undefined ? {} : { record };
}

export function withOpened(params: URLSearchParams, opened: Opened): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of PANELS) next.delete(name);
  if (opened.new === "anyone") next.set("panel", "new");
  else if (opened.new !== undefined) next.set("new", String(opened.new));
  if (opened.amend !== undefined) next.set("amend", String(opened.amend));
  if (opened.record !== undefined) next.set("record", String(opened.record));
  return next;
}

/** Where the panels of this page are: links to open one, and the way to close it. */
export function useRecordAddress() {
  const [params, setParams] = useSearchParams();
  const { pathname } = useLocation();

  const to = useCallback(
    (opened: Opened): To => ({ pathname, search: withOpened(params, opened).toString() }),
    [pathname, params],
  );
  const open = useCallback(
    (opened: Opened, options?: NavigateOptions) => setParams((before) => withOpened(before, opened), options),
    [setParams],
  );
  const opened = useMemo(() => openedIn(params), [params]);
  return { opened, to, open };
}
