import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "@/components/panel";
import type { PatientDetail } from "@/lib/api";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { useAddPatient } from "@/features/patients/api/add-patient";
import { PANELS } from "@/features/patients/panel-address";
import { bodyOf, EMPTY, type PatientValues } from "@/features/patients/patient-form";
import { usePatientForm } from "@/features/patients/use-patient-form";
import { PatientFields } from "./patient-fields";

type AddPatientPanelProps = {
  /** what is known already, from the search that found nobody */
  prefill?: PatientValues;
  onClose: () => void;
  onAdded: (patient: PatientDetail) => void;
};

export function AddPatientPanel({ prefill = EMPTY, onClose, onAdded }: AddPatientPanelProps) {
  const { t } = useTranslation();
  const parts = usePatientForm(prefill);
  const { form } = parts;
  const add = useAddPatient();
  const unsaved = useUnsavedChanges(form.formState.isDirty, PANELS);
  const isSending = useRef(false);

  const save = async (values: PatientValues) => {
    // the second half of a double click comes before the button is seen to be busy
    if (isSending.current) return;
    isSending.current = true;
    parts.forgive();
    try {
      const patient = await add.mutateAsync(bodyOf(values));
      unsaved.release();
      onAdded(patient);
    } catch (error) {
      parts.refuse(error);
    } finally {
      isSending.current = false;
    }
  };

  return (
    <Panel
      title={t("patients.add")}
      onClose={onClose}
      unsaved={unsaved}
      onSave={() => void form.handleSubmit(save)()}
      saving={add.isPending}
      saveLabel={t("patients.add")}
      savingLabel={t("patients.adding")}
    >
      <PatientFields {...parts} />
    </Panel>
  );
}
