import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import { useSubmissionKey } from "@/lib/submission-key";
import type { PatientBody } from "@/features/patients/patient-form";

/** Registers a patient. Sent twice, by a double click or after a lost reply, it makes one row. */
export function useAddPatient() {
  const client = useQueryClient();
  const key = useSubmissionKey();
  return useMutation({
    mutationFn: async (body: PatientBody) => (await unwrap(api.POST("/api/patients", { body, headers: key.headerFor(body) }))).data,
    onSuccess: (patient) => {
      key.forget();
      client.setQueryData(["patients", "one", patient.id], patient);
      void client.invalidateQueries({ queryKey: ["patients"] });
      void client.invalidateQueries({ queryKey: ["summary"] });
    },
  });
}
