import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import { refreshAll, rememberOwn } from "./fresh";

/** Brings a deleted appointment back; administrators only. */
export function useRestoreAppointment() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (id: number) => (await unwrap(api.POST("/api/appointments/{appointment_id}/restore", { params: { path: { appointment_id: id } } }))).data,
    onSuccess: rememberOwn,
    onSettled: () => refreshAll(queryClient),
  });
}
