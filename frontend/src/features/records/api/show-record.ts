import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

/** One record as it reads now. */
export function useRecord(id: number) {
  return useQuery({
    queryKey: ["records", "one", id],
    queryFn: async ({ signal }) => (await unwrap(api.GET("/api/records/{record_id}", { params: { path: { record_id: id } }, signal }))).data,
  });
}
