import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

/** What was written last into a patient's chart; null when nothing was. */
export function useLastRecord(patientId: number) {
  return useQuery({
    queryKey: ["records", "last-of-patient", patientId],
    queryFn: async ({ signal }) => {
      const call = api.GET("/api/patients/{patient_id}/records", { params: { path: { patient_id: patientId }, query: { limit: 1 } }, signal });
      return (await unwrap(call)).data[0] ?? null;
    },
  });
}
