import type { QueryClient } from "@tanstack/react-query";
import type { Appointment } from "@/lib/api";

/** What this desk saved itself is no news to it. */
const own = new Map<number, number>();

export const isOwnChange = ({ id, version }: Pick<Appointment, "id" | "version">) => own.get(id) === version;

export function rememberOwn({ id, version }: Pick<Appointment, "id" | "version">): void {
  own.set(id, version);
}

type Page = { data: Appointment[] };

const isPage = (value: unknown): value is Page => typeof value === "object" && value !== null && "data" in value && Array.isArray(value.data);

/** Shows what was saved at once wherever it stands, then asks the server for all that follows from it. */
export function showSaved(queryClient: QueryClient, saved: Appointment): void {
  rememberOwn(saved);
  const replace = (rows: Appointment[]) => rows.map((row) => (row.id === saved.id ? saved : row));
  queryClient.setQueriesData<unknown>({ queryKey: ["appointments"] }, (known: unknown) => {
    if (Array.isArray(known)) return replace(known as Appointment[]);
    if (isPage(known)) return { ...known, data: replace(known.data) };
    return known;
  });
  queryClient.setQueryData(["appointments", "one", saved.id], saved);
  refreshAll(queryClient);
}

/** An appointment also tells in a patient's next visit, a doctor's coming ones and the counts below. */
export function refreshAll(queryClient: QueryClient): void {
  for (const queryKey of [["appointments"], ["patients"], ["doctors"], ["summary"]]) void queryClient.invalidateQueries({ queryKey });
}
