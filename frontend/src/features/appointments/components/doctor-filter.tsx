import { useTranslation } from "react-i18next";
import { PersonName } from "@/components/person-name";
import { Toggle } from "@/components/toggle";
import type { Appointment } from "@/lib/api";
import { bookable, useDoctors } from "@/lib/doctors";
import { useFormats } from "@/lib/format";
import { countBy } from "@/features/appointments/day";

type DoctorFilterProps = {
  /** undefined while nobody knows how many there are */
  appointments: Appointment[] | undefined;
  doctorId: number | null;
  onChange: (doctorId: number | null) => void;
};

/** One doctor's diary or everybody's, each with how many are booked. A visiting doctor is here on the days that have them. */
export function DoctorFilter({ appointments, doctorId, onChange }: DoctorFilterProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { data: doctors = [] } = useDoctors();
  const counts = countBy(appointments ?? [], ({ doctor_id }) => doctor_id);
  const { known, visiting } = bookable(doctors, doctorId);
  const booked = doctors.filter(({ id }) => counts.has(id) && !known.some((doctor) => doctor.id === id));
  const shown = [...known, ...new Set([...booked, ...visiting.filter(({ id }) => id === doctorId)])];
  const count = (of: number) => appointments && <span className="count tab">{format.number(of)}</span>;
  return (
    <div role="group" aria-label={t("appointments.doctors")} className="doctors">
      <Toggle pressed={doctorId === null} onChange={() => onChange(null)}>
        {t("appointments.all_doctors")} {count(appointments?.length ?? 0)}
      </Toggle>
      {shown.map(({ id, name }) => (
        <Toggle key={id} pressed={id === doctorId} onChange={(pressed) => onChange(pressed ? id : null)}>
          <PersonName>{name}</PersonName> {count(counts.get(id) ?? 0)}
        </Toggle>
      ))}
    </div>
  );
}
