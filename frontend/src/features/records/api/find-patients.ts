import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

const SHOWN = 8;

/** Patients for a picker: those that match, or with no text the newest. */
export function useFoundPatients(q: string, { enabled }: { enabled: boolean }) {
  return useQuery({
    queryKey: ["patients", "found", q],
    queryFn: async ({ signal }) =>
      (await unwrap(api.POST("/api/patients/search", { body: { q, limit: SHOWN, sort: q ? "name" : "-created_at" }, signal }))).data,
    enabled,
    placeholderData: keepPreviousData,
  });
}
