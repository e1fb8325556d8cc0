import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

const MOST = 8;

/** Patients by any part of a name, a phone number or a date of birth. */
export function useFoundPatients(text: string) {
  const q = text.trim();
  return useQuery({
    queryKey: ["patients", "find", q],
    queryFn: async ({ signal }) => (await unwrap(api.POST("/api/patients/search", { body: { q, limit: MOST }, signal }))).data,
    enabled: q !== "",
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}
