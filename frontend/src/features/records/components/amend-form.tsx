import { Lock } from "lucide-react";
import { useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ChangedMeanwhile } from "@/components/changed-meanwhile";
import { ErrorSummary } from "@/components/error-summary";
import { Field } from "@/components/field";
import { Note } from "@/components/note";
import { Panel } from "@/components/panel";
import { PersonName } from "@/components/person-name";
import { Textarea } from "@/components/textarea";
import { valuesOf, type RecordForm } from "@/features/records/record-form";
import type { MedicalRecord } from "@/lib/api";
import { ApiError, errorText } from "@/lib/api-error";
import { useDoctors } from "@/lib/doctors";
import { summaryOf } from "@/lib/form-errors";
import { useFormats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import { showToast } from "@/lib/toasts";
import { PatientBorn } from "./born";
import { RecordFields } from "./record-fields";
import { Redlined } from "./redlined";
import { SHARED, useAmendment } from "./use-amendment";

type AmendFormProps = { record: MedicalRecord; onClose: () => void; onSaved: (record: MedicalRecord) => void };

export function AmendForm({ record, onClose, onSaved }: AmendFormProps) {
  const { t } = useTranslation();
  const shown = useShownValues(record);

  const finish = (amended: MedicalRecord) => {
    showToast({ title: t("records.amended_toast"), detail: isolated(amended.patient_name) });
    onSaved(amended);
  };
  const { form, unsaved, before, theirs, isUnchanged, error, isSaving, save, keepMine, takeTheirs } = useAmendment(record, finish);
  const { control, register, formState: { errors, submitCount } } = form;

  const mine = shown(useWatch({ control }) as RecordForm);
  const was = shown(valuesOf(before));
  const changes = Object.fromEntries(
    SHARED.filter((name) => mine[name] !== was[name]).map((name) => [name, <ChangeMark key={name} before={was[name]} after={mine[name]} />]),
  );
  const labels = {
    record_date: t("records.record_date"),
    doctor_id: t("records.doctor"),
    diagnosis: t("records.diagnosis"),
    prescription: t("records.prescription"),
    notes: t("records.notes"),
    reason: t("records.reason"),
  };
  const now = theirs && shown(valuesOf(theirs));

  return (
    <Panel
      title={t("records.amend_title")}
      onClose={onClose}
      unsaved={unsaved}
      onSave={() => void save()}
      saveLabel={t("records.save_amendment")}
      savingLabel={t("records.saving_amendment")}
      saving={isSaving}
    >
      {now && (
        <ChangedMeanwhile
          title={t("records.changed_meanwhile")}
          fields={SHARED.map((name) => ({ name, label: labels[name], before: was[name], mine: mine[name], theirs: now[name] }))}
          onKeepMine={keepMine}
          onTakeTheirs={takeTheirs}
          busy={isSaving}
        />
      )}
      <ErrorSummary errors={summaryOf(errors, labels)} attempt={submitCount} />
      {isUnchanged && <Note live takesFocus>{t("records.nothing_changed")}</Note>}
      {error && !isAtFields(error) && <Note live takesFocus tone="bad">{errorText(error, t)}</Note>}
      <p className="row wrap">
        <strong><PersonName>{record.patient_name}</PersonName></strong>
        <PatientBorn patientId={record.patient_id} />
      </p>
      <RecordFields form={form} isStart chosenId={before.doctor_id} changes={changes} />
      <Field label={labels.reason} name="reason" hint={t("records.reason_hint")} error={errors.reason?.message}>
        <Textarea dir="auto" className="line" {...register("reason")} />
      </Field>
      <Note icon={Lock}>{t("records.signed_note")}</Note>
    </Panel>
  );
}

const isAtFields = (error: unknown) => error instanceof ApiError && error.code === "validation_error";

/** The values as a person reads them: a date in its long form, a doctor by name. */
function useShownValues(record: MedicalRecord) {
  const format = useFormats();
  const { data: doctors = [] } = useDoctors();
  const isDay = (value: string) => /^\d{4}-\d{2}-\d{2}$/.test(value);
  return (values: RecordForm) => ({
    ...values,
    record_date: isDay(values.record_date) ? format.date(values.record_date) : values.record_date,
    doctor_id:
      values.doctor_id === String(record.doctor_id)
        ? record.doctor_name
        : (doctors.find(({ id }) => String(id) === values.doctor_id)?.name ?? values.doctor_id),
  });
}

/** Under a changed field: what the amendment will do to it. */
function ChangeMark({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation();
  return (
    <span className="change-mark">
      <strong>{t("records.changed")}</strong> <Redlined before={before} after={after} />
    </span>
  );
}
