import { useSearchParams } from "react-router";

/** Keyset pages know only the way on. The way back is the trail of the pages one came by, kept in the address:
    ?pages=120.240 is the third page, after row 240, and the one before it is ?pages=120. */
export function useTrail(limit: number) {
  const [params, setParams] = useSearchParams();
  const trail = params.get("pages")?.split(".").filter(Boolean) ?? [];

  const go = (pages: string[]) =>
    setParams((before) => {
      if (pages.length) before.set("pages", pages.join("."));
      else before.delete("pages");
      return before;
    });

  return {
    /** what to send as `after` */
    after: trail.at(-1) === undefined ? undefined : Number(trail.at(-1)),
    /** rows before this page */
    skipped: trail.length * limit,
    previous: trail.length ? () => go(trail.slice(0, -1)) : undefined,
    /** the way on, from the id of the last row of this page */
    next: (lastId: number) => go([...trail, String(lastId)]),
    /** back to the first page, when a filter changes */
    reset: () => trail.length && go([]),
  };
}
