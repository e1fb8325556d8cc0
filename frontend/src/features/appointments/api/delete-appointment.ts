import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, type Appointment } from "@/lib/api";
import { refreshAll } from "./fresh";

/** Takes an appointment out of every list, if nobody changed it meanwhile. */
export function useDeleteAppointment() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: Pick<Appointment, "id" | "version">) =>
      api.DELETE("/api/appointments/{appointment_id}", { params: { path: { appointment_id: id } }, headers: ifMatch(version) }),
    onSettled: () => refreshAll(queryClient),
  });
}
