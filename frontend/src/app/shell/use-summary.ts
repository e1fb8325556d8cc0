import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import { accessToken } from "@/lib/session";

/** The clinic's counts, every 30 s. Looking at a screen is not work: a poll never renews a session that has run out. */
export function useSummary() {
  return useQuery({
    queryKey: ["summary"],
    queryFn: async () => (await unwrap(api.GET("/api/summary"))).data,
    refetchInterval: () => (accessToken() ? 30_000 : false),
  });
}
