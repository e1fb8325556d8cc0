import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { Select } from "@/components/select";
import { bookable, useDoctors } from "@/lib/doctors";
import { useUser } from "@/lib/session";

type DoctorFieldProps = {
  name: string;
  /** the doctor's number, "" while none is chosen */
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  hint?: ReactNode;
  className?: string | undefined;
  /** the one the record has; stays in the list whatever became of them */
  chosenId?: number | undefined;
};

/** Whose record it is: for a doctor the own name, for anybody else one of the clinic's doctors. */
export function DoctorField({ name, value, onChange, error, hint, className, chosenId }: DoctorFieldProps) {
  const { t } = useTranslation();
  const user = useUser();
  const { data: doctors = [], isError } = useDoctors();

  if (user.role === "doctor") {
    const own = doctors.find(({ id }) => id === user.doctor_id)?.name ?? user.name;
    return (
      <Field label={t("records.doctor")} hint={t("records.your_name")}>
        <Input readOnly dir="auto" value={own} />
      </Field>
    );
  }

  const { known, visiting } = bookable(doctors, chosenId);
  const shown = [...known, ...visiting.filter(({ id }) => id === chosenId)];
  return (
    <Field label={t("records.doctor")} name={name} error={error ?? (isError && t("records.doctors_failed"))} hint={hint} className={className}>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="" disabled hidden>{t("records.choose_doctor")}</option>
        {shown.map((doctor) => (
          <option key={doctor.id} value={doctor.id}>{doctor.name}</option>
        ))}
      </Select>
    </Field>
  );
}
