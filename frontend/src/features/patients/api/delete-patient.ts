import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

export function useDeletePatient() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => unwrap(api.DELETE("/api/patients/{patient_id}", { params: { path: { patient_id: id } } })),
    onSuccess: (_, id) => {
      // the row is gone: asking for it again would only be refused
      client.removeQueries({ queryKey: ["patients", "one", id] });
      void client.invalidateQueries({ queryKey: ["patients", "list"] });
      for (const noun of ["appointments", "records", "summary"]) void client.invalidateQueries({ queryKey: [noun] });
    },
  });
}
