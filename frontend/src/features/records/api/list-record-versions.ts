import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

/** Everything a record has said, the newest first. */
export function useRecordVersions(id: number) {
  return useQuery({
    queryKey: ["records", "versions", id],
    queryFn: async ({ signal }) => (await unwrap(api.GET("/api/records/{record_id}/versions", { params: { path: { record_id: id } }, signal }))).data,
  });
}
