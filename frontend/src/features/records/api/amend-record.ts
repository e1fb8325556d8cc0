import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, unwrap } from "@/lib/api";
import type { Amendment } from "@/features/records/record-form";

type Amending = { id: number; version: number; body: Amendment };

export function useAmendRecord() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, version, body }: Amending) =>
      (await unwrap(api.PUT("/api/records/{record_id}", { params: { path: { record_id: id } }, body, headers: ifMatch(version) }))).data,
    onSuccess: (record) => {
      queryClient.setQueryData(["records", "one", record.id], record);
      return queryClient.invalidateQueries({ queryKey: ["records"] });
    },
  });
}
