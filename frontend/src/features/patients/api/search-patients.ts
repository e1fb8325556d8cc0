import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { components } from "@/lib/api-types";

export type PatientSort = NonNullable<components["schemas"]["PatientSearch"]["sort"]>;
type Search = { q: string; sort: PatientSort; archived: boolean; after: number | undefined; limit: number };

/** A page of patients. What is searched for goes in the body, never in an address; a search overtaken by the next is called off. */
export function useSearchPatients(search: Search) {
  return useQuery({
    queryKey: ["patients", "list", search],
    queryFn: ({ signal }) => unwrap(api.POST("/api/patients/search", { body: search, signal })),
    placeholderData: keepPreviousData,
  });
}
