import { useSearchParams } from "react-router";
import { useDebounced } from "@/lib/debounced";
import { withQuery } from "@/lib/search-params";
import { useUser } from "@/lib/session";
import { useTrail } from "@/lib/trail";
import { useSearchPatients, type PatientSort } from "./api/search-patients";
import { onlyPanel } from "./panel-address";
import { useSearchText } from "./search-text";

export const ORDERS = ["name", "-name", "date_of_birth", "-date_of_birth", "-created_at"] as const satisfies PatientSort[];
const LIMIT = 25;

const isOrder = (order: string | null): order is (typeof ORDERS)[number] => ORDERS.some((known) => known === order);

/** Which patients are on the screen. Order, page and filter stand in the address; what is searched for does not. */
export function usePatientList() {
  const [params, setParams] = useSearchParams();
  const { role } = useUser();
  const [text, setText] = useSearchText();
  const q = useDebounced(text.trim());
  const trail = useTrail(LIMIT);
  const order = params.get("sort");
  const sort = isOrder(order) ? order : "name";
  const archived = role === "admin" && params.has("archived");
  const query = useSearchPatients({ q, sort, archived, after: trail.after, limit: LIMIT });

  return {
    text,
    setText: (next: string) => {
      setText(next);
      trail.reset();
    },
    /** what the rows on the screen were found by */
    q,
    sort,
    setSort: (next: string) => setParams(withQuery(params, { sort: next === "name" ? null : next, pages: null }).search),
    archived,
    setArchived: (next: boolean) => setParams(withQuery(params, { ...onlyPanel(), archived: next ? 1 : null, pages: null }).search),
    trail,
    query,
    /** the address of this list with a panel open */
    withPanel: (panel?: { panel: "new" } | { edit: number }) => withQuery(params, onlyPanel(panel)),
  };
}

export type PatientList = ReturnType<typeof usePatientList>;
