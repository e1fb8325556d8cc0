import type { UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { Select } from "@/components/select";
import type { Doctor } from "@/lib/api";
import { bookable, useDoctors } from "@/lib/doctors";
import { doctorIn, OTHER_DOCTOR, type AppointmentValues } from "@/features/appointments/appointment-form";

/** Two may share a name; what they do tells them apart. */
const nameOf = ({ name, specialty }: Doctor) => (specialty ? `${name}, ${specialty}` : name);

type DoctorFieldProps = {
  form: UseFormReturn<AppointmentValues>;
  disabled: boolean;
  /** the focus starts here */
  startsHere?: boolean;
};

/** A doctor of the list, or somebody whose name is typed and kept as a visiting doctor's. */
export function DoctorField({ form, disabled, startsHere }: DoctorFieldProps) {
  const { t } = useTranslation();
  const { data = [] } = useDoctors();
  const chosen = form.watch("doctor");
  const { known, visiting } = bookable(data, doctorIn({ doctor: chosen }));
  const { errors } = form.formState;
  return (
    <>
      <Field label={t("appointment_form.form.doctor")} name="doctor" error={errors.doctor?.message}>
        {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the first thing to be chosen in a panel that was just opened */}
        <Select {...form.register("doctor")} value={chosen} disabled={disabled} autoFocus={startsHere}>
          <option value="">{t("appointment_form.form.choose_doctor")}</option>
          {known.length > 0 && (
            <optgroup label={t("appointment_form.form.known_doctors")}>
              {known.map((doctor) => <option key={doctor.id} value={doctor.id}>{nameOf(doctor)}</option>)}
            </optgroup>
          )}
          {visiting.length > 0 && (
            <optgroup label={t("appointment_form.form.visiting_doctors")}>
              {visiting.map((doctor) => <option key={doctor.id} value={doctor.id}>{nameOf(doctor)}</option>)}
            </optgroup>
          )}
          <option value={OTHER_DOCTOR}>{t("appointment_form.form.other_doctor")}</option>
        </Select>
      </Field>
      {chosen === OTHER_DOCTOR && (
        <Field label={t("appointment_form.form.other_name")} name="other_doctor" hint={t("appointment_form.form.other_hint")} error={errors.other_doctor?.message}>
          {/* eslint-disable-next-line jsx-a11y/no-autofocus -- it appears because somebody asked for it just now */}
          <Input autoFocus dir="auto" {...form.register("other_doctor")} />
        </Field>
      )}
    </>
  );
}
