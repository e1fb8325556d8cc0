import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

type Page = { limit: number; after?: number | undefined };

/** A patient's visits, the latest first. A doctor gets those in the own diary. */
export function useVisits(patientId: number, { limit, after }: Page) {
  return useQuery({
    queryKey: ["appointments", "of_patient", patientId, { limit, after }],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/appointments", { params: { query: { patient_id: patientId, sort: "-appointment_datetime", limit, after } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** How many visits are still to come: what a deletion would free. */
export function useComingVisits(patientId: number, today: string) {
  return useQuery({
    queryKey: ["appointments", "coming_of_patient", patientId, today],
    queryFn: async ({ signal }) => {
      const query = { patient_id: patientId, from: today, status: "scheduled,confirmed,arrived", limit: 1 };
      return (await unwrap(api.GET("/api/appointments", { params: { query }, signal }))).count;
    },
  });
}
