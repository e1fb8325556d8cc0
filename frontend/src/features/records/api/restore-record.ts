import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

/** Brings a deleted record back; for administrators. */
export function useRestoreRecord() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (id: number) => (await unwrap(api.POST("/api/records/{record_id}/restore", { params: { path: { record_id: id } } }))).data,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["records"] }),
  });
}
