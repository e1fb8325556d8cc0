import { useSearchParams } from "react-router";

/** Which records are listed, as the address says it: ids and days only, never a name. */
export type Filter = {
  patient: number | undefined;
  doctor: number | undefined;
  from: string | undefined;
  to: string | undefined;
  sort: "record_date" | "-record_date";
};

const NEWEST_FIRST = "-record_date";
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function filterIn(params: URLSearchParams): Filter {
  const id = (name: string) => {
    const value = Number(params.get(name));
    return Number.isSafeInteger(value) && value > 0 ? value : undefined;
  };
  const day = (name: string) => {
    const value = params.get(name) ?? "";
    return DAY.test(value) ? value : undefined;
  };
  return {
    patient: id("patient"),
    doctor: id("doctor"),
    from: day("from"),
    to: day("to"),
    sort: params.get("sort") === "record_date" ? "record_date" : NEWEST_FIRST,
  };
}

/** The address with another filter; it starts at the first page again. */
export function withFilter(params: URLSearchParams, change: Partial<Filter>): URLSearchParams {
  const next = new URLSearchParams(params);
  next.delete("pages");
  for (const [name, value] of Object.entries<string | number | undefined>(change)) {
    const isUsual = value === undefined || value === NEWEST_FIRST;
    if (isUsual) next.delete(name);
    else next.set(name, String(value));
  }
  return next;
}

/** How many of the filters are on; the order is none. */
export function filtersOn({ patient, doctor, from, to }: Filter): number {
  return [patient, doctor, from, to].filter((value) => value !== undefined).length;
}

export function useFilter() {
  const [params, setParams] = useSearchParams();
  const filter = filterIn(params);
  const change = (changed: Partial<Filter>) => setParams((before) => withFilter(before, changed), { replace: true });
  const clear = () => change({ patient: undefined, doctor: undefined, from: undefined, to: undefined });
  return { filter, change, clear };
}
