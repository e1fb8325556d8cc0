import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

/** Gives a visiting doctor's appointments and records to the doctor they really are. There is no way back. */
export function useMergeDoctor() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, into }: { id: number; into: number }) =>
      (await unwrap(api.POST("/api/doctors/{doctor_id}/merge", { params: { path: { doctor_id: id } }, body: { into } }))).data,
    // not waited for: once the lists are read again the merged doctor is gone, and with them the panel that says so
    onSuccess: () => void queryClient.invalidateQueries(),
  });
}
