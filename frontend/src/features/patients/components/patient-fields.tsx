import { Controller, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/checkbox";
import { DateField } from "@/components/date-field";
import { ErrorSummary } from "@/components/error-summary";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { Note } from "@/components/note";
import { Select } from "@/components/select";
import { Textarea } from "@/components/textarea";
import { ApiError, errorText } from "@/lib/api-error";
import { summaryOf } from "@/lib/form-errors";
import { useFormats } from "@/lib/format";
import { BLOOD_GROUPS, bloodText, FIELDS, LABELS, type PatientField } from "@/features/patients/patient-form";
import type { PatientForm } from "@/features/patients/use-patient-form";
import { EmailTaken } from "./email-taken";

/** What is known about a patient, to be written or changed. */
export function PatientFields({ form, holder, failure }: PatientForm) {
  const { t } = useTranslation();
  const format = useFormats();
  const hasNoEmail = useWatch({ control: form.control, name: "no_email" });
  const { errors, submitCount } = form.formState;
  const labels = Object.fromEntries(FIELDS.map((name) => [name, t(LABELS[name])])) as Record<PatientField, string>;

  // what is there is checked when it is left; what is missing only when it is saved
  const register = (name: PatientField) =>
    form.register(name, { onBlur: ({ target }: { target: HTMLInputElement }) => void (target.value.trim() && form.trigger(name)) });

  return (
    <>
      <ErrorSummary errors={summaryOf(errors, labels)} attempt={submitCount} />
      {failure !== null && <Note live takesFocus tone="bad" title={t("patients.not_saved")}>{failure instanceof ApiError && failure.code === "not_your_patient" ? t("patients.not_yours") : errorText(failure, t)}</Note>}
      <Field label={labels.name} name="name" error={errors.name?.message}>
        <Input {...register("name")} dir="auto" />
      </Field>
      <div className="grid2">
        <Controller
          control={form.control}
          name="date_of_birth"
          render={({ field: { ref, onBlur, ...field } }) => (
            <Field label={labels.date_of_birth} name={field.name} error={errors.date_of_birth?.message} hint={t("patients.born_hint", { example: format.date("1990-01-31") })}>
              <DateField
                {...field}
                ref={ref}
                onBlur={() => {
                  onBlur();
                  if (field.value.trim()) void form.trigger("date_of_birth");
                }}
              />
            </Field>
          )}
        />
        <Field label={labels.blood_group} name="blood_group" optional error={errors.blood_group?.message}>
          <Select {...form.register("blood_group")}>
            <option value="">{t("patients.blood_unknown")}</option>
            {BLOOD_GROUPS.map((group) => (
              <option key={group} value={group} dir="ltr" translate="no">{bloodText(group)}</option>
            ))}
          </Select>
        </Field>
      </div>
      <div className="stack tight">
        <Field label={labels.email} name="email" error={errors.email?.type === "taken" && holder ? <EmailTaken holder={holder} /> : errors.email?.message}>
          <Input {...register("email")} type="email" inputMode="email" dir="ltr" spellCheck={false} disabled={hasNoEmail} />
        </Field>
        <Checkbox
          {...form.register("no_email", {
            deps: ["email", "phone"],
            // what is wrong with an email that there is none of
            onChange: ({ target }: { target: HTMLInputElement }) => target.checked && form.clearErrors("email"),
          })}
        >
          {t("patients.no_email")}
        </Checkbox>
      </div>
      <Field label={labels.phone} name="phone" optional={!hasNoEmail} error={errors.phone?.message} hint={hasNoEmail && t("patients.phone_hint")}>
        <Input {...register("phone")} type="tel" inputMode="tel" dir="ltr" />
      </Field>
      <Field label={labels.address} name="address" optional error={errors.address?.message}>
        <Textarea {...register("address")} dir="auto" />
      </Field>
    </>
  );
}
