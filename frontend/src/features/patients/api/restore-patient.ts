import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

/** For admins: brings a deleted patient back, with records and the visits whose times are still free. */
export function useRestorePatient() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: number) =>
      (await unwrap(api.POST("/api/patients/{patient_id}/restore", { params: { path: { patient_id: id } } }))).data,
    onSuccess: () => {
      for (const noun of ["patients", "appointments", "records", "summary"]) void client.invalidateQueries({ queryKey: [noun] });
    },
  });
}
