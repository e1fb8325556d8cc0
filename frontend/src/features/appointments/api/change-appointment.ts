import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, unwrap, type Appointment } from "@/lib/api";
import type { components } from "@/lib/api-types";
import { refreshAll, showSaved } from "./fresh";

export type Change = components["schemas"]["ChangeAppointment"];

export async function changeAppointment({ id, version }: Pick<Appointment, "id" | "version">, body: Change): Promise<Appointment> {
  const { data } = await unwrap(api.PUT("/api/appointments/{appointment_id}", { params: { path: { appointment_id: id } }, headers: ifMatch(version), body }));
  return data;
}

type Wanted = { of: Pick<Appointment, "id" | "version">; change: Change };

/** Changes what is given, if nobody else did meanwhile. */
export function useChangeAppointment() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ of, change }: Wanted) => changeAppointment(of, change),
    onSuccess: (saved) => showSaved(queryClient, saved),
    onError: () => refreshAll(queryClient),
  });
}
