import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { components } from "@/lib/api-types";
import { useSubmissionKey } from "@/lib/submission-key";
import { refreshAll, rememberOwn } from "./fresh";

export type Booking = components["schemas"]["Booking"];

/** Books; the same form sent twice makes one appointment. */
export function useBookAppointment() {
  const queryClient = useQueryClient();
  const key = useSubmissionKey();
  return useMutation({
    mutationFn: async (body: Booking) => (await unwrap(api.POST("/api/appointments", { headers: key.headerFor(body), body }))).data,
    onSuccess: (booked) => {
      rememberOwn(booked);
      key.forget();
    },
    // a refusal too says that the day is no longer as it was shown
    onSettled: () => refreshAll(queryClient),
  });
}
