import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

type Page = { limit: number; after?: number | undefined };

/** A patient's records, the newest first. `enabled` is false for whoever may not open charts: nothing is asked then. */
export function usePatientRecords(patientId: number, { limit, after }: Page, enabled: boolean) {
  return useQuery({
    queryKey: ["records", "of_patient", patientId, { limit, after }],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/patients/{patient_id}/records", { params: { path: { patient_id: patientId }, query: { limit, after } }, signal })),
    placeholderData: keepPreviousData,
    enabled,
  });
}
