import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, unwrap, type Doctor } from "@/lib/api";
import type { components } from "@/lib/api-types";

export type Change = components["schemas"]["ChangeDoctor"];
type Wanted = { of: Pick<Doctor, "id" | "version">; change: Change };

/** Changes what is given, if nobody else did meanwhile. A new name is also read in the appointments to come. */
export function useChangeDoctor() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ of: { id, version }, change }: Wanted) =>
      (await unwrap(api.PUT("/api/doctors/{doctor_id}", { params: { path: { doctor_id: id } }, headers: ifMatch(version), body: change }))).data,
    onSuccess: (saved) => queryClient.setQueryData<Doctor[]>(["doctors"], (known) => known?.map((doctor) => (doctor.id === saved.id ? saved : doctor))),
    onSettled: () => {
      for (const queryKey of [["doctors"], ["appointments"], ["patients"]]) void queryClient.invalidateQueries({ queryKey });
    },
  });
}
