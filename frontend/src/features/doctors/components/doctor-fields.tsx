import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/checkbox";
import { ErrorSummary } from "@/components/error-summary";
import { Field } from "@/components/field";
import { FieldGroup } from "@/components/field-group";
import { Input } from "@/components/input";
import { Note } from "@/components/note";
import { errorText } from "@/lib/api-error";
import { summaryOf } from "@/lib/form-errors";
import { LABELS } from "@/features/doctors/doctor-form";
import type { DoctorForm } from "@/features/doctors/use-doctor-form";

type DoctorFieldsProps = Pick<DoctorForm, "form" | "failure"> & {
  /** a new doctor works here, or nobody would add them */
  showsState?: boolean;
};

export function DoctorFields({ form, failure, showsState = false }: DoctorFieldsProps) {
  const { t } = useTranslation();
  const { errors, submitCount } = form.formState;
  return (
    <>
      <ErrorSummary errors={summaryOf(errors, { name: t(LABELS.name), specialty: t(LABELS.specialty) })} attempt={submitCount} />
      {failure !== null && <Note live takesFocus tone="bad">{errorText(failure, t)}</Note>}
      <Field label={t("doctors.name")} name="name" hint={t("doctors.name_hint")} error={errors.name?.message}>
        <Input dir="auto" {...form.register("name")} />
      </Field>
      <Field label={t("doctors.specialty")} name="specialty" optional hint={t("doctors.specialty_hint")} error={errors.specialty?.message}>
        <Input dir="auto" {...form.register("specialty")} />
      </Field>
      {showsState && (
        <FieldGroup label={t("doctors.state")} hint={t("doctors.state_hint")}>
          <Checkbox {...form.register("is_active")}>{t("doctors.works_here")}</Checkbox>
        </FieldGroup>
      )}
    </>
  );
}
