import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, unwrap, type MedicalRecord } from "@/lib/api";

export function useDeleteRecord() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: Pick<MedicalRecord, "id" | "version">) =>
      unwrap(api.DELETE("/api/records/{record_id}", { params: { path: { record_id: id } }, headers: ifMatch(version) })),
    onSuccess: (_, { id }) => {
      const isOfIt = (key: readonly unknown[]) => (key[1] === "one" || key[1] === "versions") && key[2] === id;
      // the record itself is asked for again only when somebody opens it, and is then refused
      void queryClient.invalidateQueries({ queryKey: ["records"], predicate: ({ queryKey }) => isOfIt(queryKey), refetchType: "none" });
      // not waited for: the list that asked may be gone with its last row, and then nobody would be told
      void queryClient.invalidateQueries({ queryKey: ["records"], predicate: ({ queryKey }) => !isOfIt(queryKey) });
    },
  });
}
