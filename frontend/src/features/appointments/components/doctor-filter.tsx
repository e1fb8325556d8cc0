import { useTranslation } from "react-i18next";
import { PersonName } from "@/components/person-name";
import { Toggle } from "@/components/toggle";
import type { Appointment } from "@/lib/api";
import { bookable, useDoctors } from "@/lib/doctors";
import { useFormats } from "@/lib/format";
import { countBy } from "@/features/appointments/day";

type DoctorFilterProps = { appointments: Appointment[]; doctorId: number | null; onChange: (doctorId: number | null) => void };

/** One doctor's diary or everybody's, each with how many are booked. A visiting doctor is here on the days that have them. */
export function DoctorFilter({ appointments, doctorId, onChange }: DoctorFilterProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { data: doctors = [] } = useDoctors();
  const counts = countBy(appointments, ({ doctor_id }) => doctor_id);
  const { known, visiting } = bookable(doctors, doctorId);
  const booked = doctors.filter(({ id }) => counts.has(id) && !known.some((doctor) => doctor.id === id));
  const shown = [...known, ...new Set([...booked, ...visiting.filter(({ id }) => id === doctorId)])];
  return (
    <div role="group" aria-label={t("appointments.doctors")} className="doctors">
      <Toggle pressed={doctorId === null} onChange={() => onChange(null)}>
        {t("appointments.all_doctors")} <span className="count tab">{format.number(appointments.length)}</span>
      </Toggle>
      {shown.map(({ id, name }) => (
        <Toggle key={id} pressed={id === doctorId} onChange={(pressed) => onChange(pressed ? id : null)}>
          <PersonName>{name}</PersonName> <span className="count tab">{format.number(counts.get(id) ?? 0)}</span>
        </Toggle>
      ))}
    </div>
  );
}
