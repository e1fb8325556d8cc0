import { skipToken, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

/** Whose chart it is: the date of birth tells namesakes apart. */
export function usePatient(id: number | undefined) {
  return useQuery({
    queryKey: ["patients", "head", id],
    queryFn:
      id === undefined
        ? skipToken
        : async ({ signal }) => (await unwrap(api.GET("/api/patients/{patient_id}", { params: { path: { patient_id: id } }, signal }))).data,
  });
}
