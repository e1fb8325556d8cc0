import { useInfiniteQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

const PAGE = 20;

/** One patient's records, the newest first; older ones are fetched on demand. */
export function usePatientRecords(patientId: number) {
  return useInfiniteQuery({
    queryKey: ["records", "of-patient", patientId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/patients/{patient_id}/records", {
          params: { path: { patient_id: patientId }, query: { limit: PAGE, ...(pageParam !== null && { after: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.next ? (page.data.at(-1)?.id ?? null) : null),
  });
}
