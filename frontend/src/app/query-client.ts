import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError, NetworkError } from "@/lib/api-error";
import { checkHealth } from "@/lib/health";

/** Worth another try: the line was down or the server busy. A refusal stays a refusal. */
function mayRetry(failures: number, error: Error): boolean {
  const isPassing = error instanceof NetworkError || (error instanceof ApiError && error.status === 503);
  return isPassing && failures < 2;
}

function watch(error: Error) {
  if (error instanceof NetworkError) void checkHealth();
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watch }),
  mutationCache: new MutationCache({ onError: watch }),
  defaultOptions: {
    queries: {
      // the other desks change things all the time: shown at once from memory, and asked again on every visit
      staleTime: 5_000,
      retry: mayRetry,
      // the browser's idea of being online is a guess; a failed request is a fact that can be shown
      networkMode: "always",
    },
    mutations: { retry: false, networkMode: "always" },
  },
});
