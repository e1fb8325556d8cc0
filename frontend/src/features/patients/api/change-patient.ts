import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, unwrap } from "@/lib/api";
import type { PatientBody } from "@/features/patients/patient-form";

type Change = { version: number; body: Partial<PatientBody> };

/** Saves the fields that were changed, over the version that was on the screen and no other. */
export function useChangePatient(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ version, body }: Change) =>
      (await unwrap(api.PUT("/api/patients/{patient_id}", { params: { path: { patient_id: id } }, headers: ifMatch(version), body }))).data,
    onSuccess: (patient) => {
      client.setQueryData(["patients", "one", id], patient);
      void client.invalidateQueries({ queryKey: ["patients"] });
      // visits and records carry the name
      void client.invalidateQueries({ queryKey: ["appointments"] });
      void client.invalidateQueries({ queryKey: ["records"] });
    },
  });
}
