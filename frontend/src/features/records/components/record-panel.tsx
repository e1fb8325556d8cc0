import { zodResolver } from "@hookform/resolvers/zod";
import { Lock } from "lucide-react";
import { useMemo } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ErrorSummary } from "@/components/error-summary";
import { Field } from "@/components/field";
import { Note } from "@/components/note";
import { Panel } from "@/components/panel";
import { useWriteRecord } from "@/features/records/api/write-record";
import { newRecordOf, newRecordSchema, type ChosenPatient, type RecordForm } from "@/features/records/record-form";
import { useClinicDay } from "@/features/records/use-clinic-day";
import type { MedicalRecord } from "@/lib/api";
import { ApiError, errorText } from "@/lib/api-error";
import { showFieldErrors, summaryOf } from "@/lib/form-errors";
import { useFormats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import { useUser } from "@/lib/session";
import { useSubmissionKey } from "@/lib/submission-key";
import { showToast } from "@/lib/toasts";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { ChartClosed, ChartHead, ChartState } from "./chart-head";
import { PatientPicker } from "./patient-picker";
import { RecordFields } from "./record-fields";

type RecordPanelProps = {
  /** whose chart it is, where that is known; otherwise the patient is picked first */
  patient?: ChosenPatient;
  onClose: () => void;
  onSaved: (record: MedicalRecord) => void;
};

/** Writes a record. */
export function RecordPanel({ patient, onClose, onSaved }: RecordPanelProps) {
  const { t } = useTranslation();
  const user = useUser();
  const form = useNewRecordForm(patient);
  const { control, handleSubmit, setError, formState: { errors, isDirty, submitCount } } = form;
  const unsaved = useUnsavedChanges(isDirty);
  const key = useSubmissionKey();
  const writing = useWriteRecord();
  const chosen = useWatch({ control, name: "patient" });

  const save = handleSubmit(async (values) => {
    const patientId = values.patient?.id;
    if (patientId === undefined || writing.isPending) return;
    const body = newRecordOf(values, patientId, { isDoctor: user.role === "doctor" });
    try {
      const record = await writing.mutateAsync({ body, headers: key.headerFor(body) });
      key.forget();
      unsaved.release();
      showToast({ title: t("records.saved"), detail: isolated(record.patient_name) });
      onSaved(record);
    } catch (error) {
      showFieldErrors(error, setError, ["record_date", "doctor_id", "diagnosis", "prescription", "notes"]);
    }
  });

  const labels = {
    patient: t("records.patient"),
    record_date: t("records.record_date"),
    doctor_id: t("records.doctor"),
    diagnosis: t("records.diagnosis"),
    prescription: t("records.prescription"),
    notes: t("records.notes"),
  };

  return (
    <Panel
      title={t("records.new_title")}
      onClose={onClose}
      unsaved={unsaved}
      onSave={() => void save()}
      saveLabel={t("records.save_new")}
      savingLabel={t("records.saving_new")}
      saving={writing.isPending}
    >
      <ErrorSummary errors={summaryOf(errors, labels)} attempt={submitCount} />
      <Refused error={writing.error} patientId={chosen?.id} />
      {patient ? (
        <ChartHead patient={patient} />
      ) : (
        <Controller
          control={control}
          name="patient"
          render={({ field, fieldState: { error } }) => (
            <Field label={labels.patient} name="patient" error={error?.message}>
              {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the first step of what the panel was opened for */}
              <PatientPicker autoFocus value={field.value} onChange={field.onChange} placeholder={t("records.any_patient")} />
            </Field>
          )}
        />
      )}
      {!patient && chosen && <ChartHead patient={chosen} />}
      {chosen && <ChartState key={chosen.id} patientId={chosen.id} />}
      <RecordFields form={form} isStart={Boolean(patient)} />
      <Note icon={Lock}>{t("records.signed_note")}</Note>
    </Panel>
  );
}

function useNewRecordForm(patient: ChosenPatient | undefined) {
  const { t } = useTranslation();
  const format = useFormats();
  const user = useUser();
  const today = useClinicDay();
  const schema = useMemo(() => newRecordSchema({ t, format, today }), [t, format, today]);
  return useForm<RecordForm>({
    resolver: zodResolver(schema),
    // the summary on top takes the focus, and leads to each field
    shouldFocusError: false,
    defaultValues: {
      patient: patient ?? null,
      record_date: today,
      doctor_id: user.doctor_id === null ? "" : String(user.doctor_id),
      diagnosis: "",
      prescription: "",
      notes: "",
      reason: "",
    },
  });
}

/** Why it was not saved, where no single field is to blame. */
function Refused({ error, patientId }: { error: unknown; patientId: number | undefined }) {
  const { t } = useTranslation();
  if (!error) return null;
  if (error instanceof ApiError && error.code === "not_your_patient") return <ChartClosed patientId={patientId} />;
  if (error instanceof ApiError && error.code === "validation_error") return null;
  return <Note live takesFocus tone="bad">{errorText(error, t)}</Note>;
}
