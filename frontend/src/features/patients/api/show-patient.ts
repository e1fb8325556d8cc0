import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { api, unwrap, type Patient, type PatientDetail } from "@/lib/api";

export function usePatient(id: number) {
  const client = useQueryClient();
  return useQuery<PatientDetail>({
    queryKey: ["patients", "one", id],
    queryFn: async ({ signal }) => (await unwrap(api.GET("/api/patients/{patient_id}", { params: { path: { patient_id: id } }, signal }))).data,
    placeholderData: () => listed(client, id),
  });
}

/** The row of a list that is in memory shows the patient at once, while the rest is fetched. */
function listed(client: QueryClient, id: number): PatientDetail | undefined {
  const pages = client.getQueriesData<{ data: Patient[] }>({ queryKey: ["patients", "list"] });
  const row = pages.flatMap(([, page]) => page?.data ?? []).find((patient) => patient.id === id && !patient.archived_at);
  return row && { ...row, identifiers: [] };
}
