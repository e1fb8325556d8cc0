import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

/** The patient for whom a form was opened. */
export function usePatient(id: number | null) {
  return useQuery({
    queryKey: ["patients", "booked-for", id],
    queryFn: async ({ signal }) => (await unwrap(api.GET("/api/patients/{patient_id}", { params: { path: { patient_id: id ?? 0 } }, signal }))).data,
    enabled: id !== null,
  });
}
