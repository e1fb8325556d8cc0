import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ChangedMeanwhile } from "@/components/changed-meanwhile";
import { Panel } from "@/components/panel";
import { useChangePatient } from "@/features/patients/api/change-patient";
import { meanwhileFields, mineOverTheirs, savedMeanwhile, saysTheSame } from "@/features/patients/meanwhile";
import { PANELS } from "@/features/patients/panel-address";
import { bodyOf, valuesOf, type PatientValues } from "@/features/patients/patient-form";
import { usePatientForm } from "@/features/patients/use-patient-form";
import type { PatientDetail } from "@/lib/api";
import { useFormats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import { changedFields } from "@/lib/merge";
import { showToast } from "@/lib/toasts";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { PatientFields } from "./patient-fields";

type EditPatientFormProps = { patient: PatientDetail; onClose: () => void };

export function EditPatientForm({ patient, onClose }: EditPatientFormProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const parts = usePatientForm(valuesOf(patient));
  const { form } = parts;
  const change = useChangePatient(patient.id);
  const unsaved = useUnsavedChanges(form.formState.isDirty, PANELS);
  const isSending = useRef(false);
  // what the changes are changes to, and what a colleague has saved in its place since
  const [before, setBefore] = useState(patient);
  const [theirs, setTheirs] = useState<PatientDetail | null>(null);

  const send = async (values: PatientValues, from: PatientDetail): Promise<void> => {
    const body = changedFields(bodyOf(valuesOf(from)), bodyOf(values));
    if (Object.keys(body).length) {
      try {
        const { name } = await change.mutateAsync({ version: from.version, body });
        showToast({ title: t("patients.saved"), detail: isolated(name) });
      } catch (error) {
        const now = savedMeanwhile(error);
        if (now && saysTheSame(from, now)) return send(values, now);
        if (!now) throw error;
        setTheirs(now);
        return;
      }
    }
    unsaved.release();
    onClose();
  };

  const save = (from: PatientDetail) =>
    void form.handleSubmit(async (values) => {
      if (isSending.current) return;
      isSending.current = true;
      parts.forgive();
      await send(values, from).catch(parts.refuse);
      isSending.current = false;
    })();

  const show = (values: PatientValues) => {
    for (const [name, value] of Object.entries(values)) form.setValue(name as keyof PatientValues, value, { shouldDirty: true });
  };

  const goOnFrom = (now: PatientDetail) => {
    form.reset(valuesOf(now), { keepSubmitCount: true });
    setBefore(now);
    setTheirs(null);
  };

  const keepMine = (now: PatientDetail, giveUp: string[]) => {
    const both = mineOverTheirs(before, form.getValues(), now, giveUp);
    goOnFrom(now);
    show(both);
    save(now);
  };

  const takeTheirs = (now: PatientDetail) => {
    const mine = form.getValues();
    goOnFrom(now);
    form.setFocus("name");
    showToast({ tone: "info", title: t("patients.put_aside"), action: { label: t("toast.undo"), onAction: () => show(mine) } });
  };

  return (
    <Panel title={t("patients.edit")} onClose={onClose} unsaved={unsaved} onSave={() => save(before)} saving={change.isPending}>
      {theirs && (
        <ChangedMeanwhile
          key={theirs.version}
          title={t("patients.changed_meanwhile")}
          fields={meanwhileFields(before, form.getValues(), theirs, t, format)}
          busy={change.isPending}
          onKeepMine={(giveUp) => keepMine(theirs, giveUp)}
          onTakeTheirs={() => takeTheirs(theirs)}
        />
      )}
      <PatientFields {...parts} />
    </Panel>
  );
}
