import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

/** One appointment as it is now. */
export function useAppointment(id: number) {
  return useQuery({
    queryKey: ["appointments", "one", id],
    queryFn: async ({ signal }) => (await unwrap(api.GET("/api/appointments/{appointment_id}", { params: { path: { appointment_id: id } }, signal }))).data,
  });
}
