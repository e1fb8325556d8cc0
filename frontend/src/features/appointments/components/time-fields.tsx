import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useController, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { DateField } from "@/components/date-field";
import { Field } from "@/components/field";
import { Icon } from "@/components/icon";
import { PersonName } from "@/components/person-name";
import { RichText } from "@/components/rich-text";
import { TimeField } from "@/components/time-field";
import { useDoctors } from "@/lib/doctors";
import { useFormats } from "@/lib/format";
import { useDoctorsDay } from "@/features/appointments/api/list-appointments";
import { dayIn, doctorIn, lengthIn, OTHER_DOCTOR, spanIn, type AppointmentValues } from "@/features/appointments/appointment-form";
import { freeUntil, inTheWay, partsOf, spanOn, timeOf, type Part, type Span } from "@/features/appointments/free-time";
import { useNow } from "@/features/appointments/use-now";
import { DoctorDay } from "./doctor-day";
import { DoctorField } from "./doctor-field";
import { LengthField } from "./length-field";

type TimeFieldsProps = {
  form: UseFormReturn<AppointmentValues>;
  /** what is being moved is not in its own way */
  exceptId?: number;
  /** a doctor books for nobody else */
  showsDoctor: boolean;
  /** under way or over: it stays where it is */
  fixed?: boolean;
  /** the focus starts here: at the time, or at the doctor where none is chosen yet */
  startsHere?: boolean;
};

/** With whom, when and how long; and what else that doctor has on that day. */
export function TimeFields({ form, exceptId, showsDoctor, fixed = false, startsHere = false }: TimeFieldsProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const now = useNow();
  const { errors, dirtyFields } = form.formState;
  const values = form.watch();
  const [day, doctorId, chosen] = [dayIn(values), doctorIn(values), spanIn(values)];
  const dayField = useController({ control: form.control, name: "day" }).field;
  const startField = useController({ control: form.control, name: "start" }).field;
  const { data: doctors = [] } = useDoctors();
  const [startsAtDoctor] = useState(startsHere && showsDoctor && !values.doctor);
  const diary = useDoctorsDay(fixed ? null : doctorId, fixed ? null : day);
  const parts = diary.data && day ? partsOf(day, diary.data, { format, exceptId, now }) : undefined;

  // what is not moved yet stands at its own time: that is no news about a free one
  const isItsOwn = exceptId !== undefined && !dirtyFields.doctor && !dirtyFields.day && !dirtyFields.start && !dirtyFields.minutes;

  const pick = (start: string) => {
    form.setValue("start", start, { shouldDirty: true });
    form.clearErrors("start");
  };

  return (
    <>
      {showsDoctor && <DoctorField form={form} disabled={fixed} startsHere={startsAtDoctor} />}
      <div className="grid2">
        <Field label={t("appointment_form.form.day")} name="day" error={errors.day?.message}>
          <DateField calendar {...dayField} disabled={fixed} />
        </Field>
        <Field
          label={t("appointment_form.form.start")}
          name="start"
          hint={fixed ? t("appointment_form.form.fixed") : isItsOwn ? t("appointment_form.form.its_own") : chosen && parts ? <Verdict parts={parts} chosen={chosen} day={day ?? ""} /> : t("appointment_form.form.start_hint")}
          error={errors.start?.message}
        >
          {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the panel was opened to set the time */}
          <TimeField className="start-field" {...startField} disabled={fixed} autoFocus={startsHere && !startsAtDoctor && !fixed} />
        </Field>
      </div>
      <LengthField control={form.control} error={errors.minutes?.message} disabled={fixed} />
      {doctorId === null && values.doctor !== OTHER_DOCTOR && !fixed && <p className="doctorday unknown">{t("appointment_form.doctor_day.unknown")}</p>}
      {doctorId !== null && day !== null && !fixed && (
        <DoctorDay
          doctorName={doctors.find(({ id }) => id === doctorId)?.name ?? ""}
          minutes={lengthIn(values.minutes) ?? 30}
          failed={diary.isError && !diary.data}
          onPick={pick}
          {...{ day, parts, chosen }}
        />
      )}
    </>
  );
}

/** What the day says about the time that stands in the field, before anybody asks the server. */
function Verdict({ parts, chosen, day }: { parts: Part[]; chosen: Span; day: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const other = inTheWay(parts, chosen);
  if (other) {
    const span = spanOn(day, other, format);
    return (
      <span className="verdict warn">
        <Icon of={TriangleAlert} small />
        <span>
          <RichText of="appointment_form.doctor_day.in_the_way" values={{ from: timeOf(span.from), until: timeOf(span.until) }} parts={{ who: <PersonName>{other.patient_name}</PersonName> }} />
        </span>
      </span>
    );
  }
  const until = freeUntil(parts, chosen);
  return until === null ? t("appointment_form.form.start_hint") : t("appointment_form.doctor_day.is_free", { from: timeOf(chosen.from), until: timeOf(until) });
}
