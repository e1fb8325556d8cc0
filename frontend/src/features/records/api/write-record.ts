import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { NewRecord } from "@/features/records/record-form";

type Writing = { body: NewRecord; headers: { "Idempotency-Key": string } };

export function useWriteRecord() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ body, headers }: Writing) => (await unwrap(api.POST("/api/records", { body, headers }))).data,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["records"] }),
  });
}
