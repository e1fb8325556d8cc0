import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ChangedMeanwhile } from "@/components/changed-meanwhile";
import { Panel } from "@/components/panel";
import type { Doctor } from "@/lib/api";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { PANELS } from "@/features/doctors/panels";
import { valuesOf } from "@/features/doctors/doctor-form";
import { useDoctorChange } from "@/features/doctors/use-doctor-change";
import { useDoctorForm } from "@/features/doctors/use-doctor-form";
import { DoctorFields } from "./doctor-fields";

/** Renames a doctor, says what they do and whether they work here. */
export function EditDoctorPanel({ doctor, onClose }: { doctor: Doctor; onClose: () => void }) {
  const { t } = useTranslation();
  const [opened] = useState(doctor);
  const doctorForm = useDoctorForm(valuesOf(opened));
  const { form, failure } = doctorForm;
  const unsaved = useUnsavedChanges(form.formState.isDirty, PANELS);
  const change = useDoctorChange(doctorForm, opened, () => {
    unsaved.release();
    onClose();
  });
  return (
    <Panel title={t("doctors.edit")} onClose={onClose} unsaved={unsaved} onSave={change.submit} saving={change.isSaving}>
      {change.compared && (
        <ChangedMeanwhile title={t("doctors.meanwhile")} fields={change.compared} busy={change.isSaving} onKeepMine={change.keepMine} onTakeTheirs={change.takeTheirs} />
      )}
      <DoctorFields form={form} failure={failure} showsState />
    </Panel>
  );
}
