import type { ReactNode } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { DateField } from "@/components/date-field";
import { Field } from "@/components/field";
import { Textarea } from "@/components/textarea";
import type { RecordForm } from "@/features/records/record-form";
import { DoctorField } from "./doctor-field";

type ChangeableName = "record_date" | "doctor_id" | "diagnosis" | "prescription" | "notes";

type RecordFieldsProps = {
  form: UseFormReturn<RecordForm>;
  /** the doctor whom the record has now */
  chosenId?: number;
  /** the diagnosis takes the focus: whose record it is, is known */
  isStart?: boolean;
  /** what was changed in a field, to stand under it; a field without it is unchanged */
  changes?: Partial<Record<ChangeableName, ReactNode>>;
};

/** What a record says: the same fields when it is written and when it is amended. */
export function RecordFields({ form, chosenId, isStart = false, changes = {} }: RecordFieldsProps) {
  const { t } = useTranslation();
  const { control, register, formState: { errors } } = form;

  const text = (name: "diagnosis" | "prescription" | "notes", more: { hint?: string; optional?: boolean; className: string; autoFocus?: boolean }) => (
    <Field
      label={t(`records.${name}`)}
      name={name}
      optional={more.optional}
      hint={changes[name] ?? more.hint}
      error={errors[name]?.message}
      className={changes[name] ? "changed" : undefined}
    >
      {/* the panel was opened to write this; whose and when it is mostly stand there already */}
      {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
      <Textarea dir="auto" className={more.className} autoFocus={more.autoFocus} {...register(name)} />
    </Field>
  );

  return (
    <>
      <div className="grid2">
        <Controller
          control={control}
          name="record_date"
          render={({ field, fieldState: { error } }) => (
            <Field label={t("records.record_date")} name={field.name} hint={changes.record_date} error={error?.message} className={changes.record_date ? "changed" : undefined}>
              <DateField calendar value={field.value} onChange={field.onChange} onBlur={field.onBlur} />
            </Field>
          )}
        />
        <Controller
          control={control}
          name="doctor_id"
          render={({ field, fieldState: { error } }) => (
            <DoctorField
              name={field.name}
              value={field.value}
              onChange={field.onChange}
              hint={changes.doctor_id}
              error={error?.message}
              className={changes.doctor_id ? "changed" : undefined}
              chosenId={chosenId}
            />
          )}
        />
      </div>
      {text("diagnosis", { className: "line", autoFocus: isStart })}
      {text("prescription", { optional: true, hint: t("records.prescription_hint"), className: "" })}
      {text("notes", { optional: true, className: "tall" })}
    </>
  );
}
