import type { UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { Textarea } from "@/components/textarea";
import type { AppointmentValues } from "@/features/appointments/appointment-form";

/** Why somebody comes, which they can read, and what only the clinic reads. */
export function TextFields({ form }: { form: UseFormReturn<AppointmentValues> }) {
  const { t } = useTranslation();
  const { errors } = form.formState;
  return (
    <>
      <Field label={t("appointment_form.form.reason")} name="reason" optional hint={t("appointment_form.form.reason_hint")} error={errors.reason?.message}>
        <Input dir="auto" {...form.register("reason")} />
      </Field>
      <Field label={t("appointment_form.form.notes")} name="notes" optional hint={t("appointment_form.form.notes_hint")} error={errors.notes?.message}>
        <Textarea dir="auto" {...form.register("notes")} />
      </Field>
    </>
  );
}
