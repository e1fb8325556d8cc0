import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { components } from "@/lib/api-types";
import { useSubmissionKey } from "@/lib/submission-key";

export type NewDoctor = components["schemas"]["NewDoctor"];

/** Adds a doctor of the clinic; the same form sent twice adds one. */
export function useAddDoctor() {
  const queryClient = useQueryClient();
  const key = useSubmissionKey();
  return useMutation({
    mutationFn: async (body: NewDoctor) => (await unwrap(api.POST("/api/doctors", { headers: key.headerFor(body), body }))).data,
    onSuccess: () => {
      key.forget();
      return queryClient.invalidateQueries({ queryKey: ["doctors"] });
    },
  });
}
