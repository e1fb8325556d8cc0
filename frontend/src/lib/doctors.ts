import { useQuery } from "@tanstack/react-query";
import { api, unwrap, type Doctor } from "./api";

/** All doctors, by name: known and visiting, also those who no longer work here. Many screens ask for them, a clinic has few. */
export function useDoctors() {
  return useQuery({
    queryKey: ["doctors"],
    queryFn: async ({ signal }) => (await unwrap(api.GET("/api/doctors", { signal }))).data,
    staleTime: 60_000,
  });
}

export type DoctorGroups = { known: Doctor[]; visiting: Doctor[] };

/** Those who can be booked, the clinic's own apart from the visiting; the one already chosen stays in, whatever became of them. */
export function bookable(doctors: Doctor[], chosenId?: number | null): DoctorGroups {
  const present = doctors.filter(({ id, is_active }) => is_active || id === chosenId);
  return { known: present.filter(({ is_visiting }) => !is_visiting), visiting: present.filter(({ is_visiting }) => is_visiting) };
}
