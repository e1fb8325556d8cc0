/* eslint-disable jsx-a11y/no-interactive-element-to-noninteractive-role -- see AppointmentTable */
import { Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Chip } from "@/components/chip";
import { PersonName } from "@/components/person-name";
import { StatusChip } from "@/components/status-chip";
import type { Appointment } from "@/lib/api";
import { cx } from "@/lib/cx";
import { useFormats } from "@/lib/format";
import { minutesLate } from "@/features/appointments/rules";
import type { AppointmentActions } from "@/features/appointments/use-appointment-actions";
import { RowActions } from "./row-actions";

type AppointmentRowProps = {
  appointment: Appointment;
  /** the day that the row stands under */
  day: string;
  showsDoctor: boolean;
  /** begins when the one above begins, so that the time need not be read twice */
  isSameTime: boolean;
  /** the line of the present runs before or after this row */
  nowHere: "before" | "after" | null;
  /** changed at another desk a moment ago */
  isChanged: boolean;
  now: Date;
  today: string;
  actions: AppointmentActions;
  onCurrent: (appointment: Appointment) => void;
};

export function AppointmentRow({ appointment, day, showsDoctor, isSameTime, nowHere, isChanged, now, today, actions, onCurrent }: AppointmentRowProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { status, appointment_datetime: starts, duration_minutes: minutes } = appointment;
  const startDay = format.dayOf(starts);
  const late = startDay === today ? minutesLate(appointment, now) : 0;
  return (
    <tr
      role="row"
      data-id={appointment.id}
      className={cx("appointment", status, isSameTime && "same-time", nowHere && `now-${nowHere}`, isChanged && "changed-elsewhere")}
      onFocus={() => onCurrent(appointment)}
    >
      <td role="cell" className="c-time">
        {nowHere && <NowTag now={now} />}
        <time dateTime={starts} className="tab">{format.time(starts)}</time>
        {/* began the day before: the time alone would stand for this day's */}
        <span className="meta tab">{startDay < day ? format.dayShort(startDay) : t("appointments.minutes", { count: minutes })}</span>
      </td>
      <td role="cell" className="c-patient">
        <Link className="name" to={`/patients/${appointment.patient_id}`}>
          <PersonName>{appointment.patient_name}</PersonName>
        </Link>
        {late > 0 && <Chip tone="warn" icon={Clock}>{t("appointments.late", { count: late })}</Chip>}
      </td>
      <td role="cell" className="c-reason">{appointment.reason && <bdi>{appointment.reason}</bdi>}</td>
      {showsDoctor && <td role="cell" className="c-doctor"><PersonName>{appointment.doctor_name}</PersonName></td>}
      <td role="cell" className="c-status"><StatusChip status={status} /></td>
      <td role="cell" className="c-actions acts-cell"><RowActions appointment={appointment} today={today} actions={actions} /></td>
    </tr>
  );
}

function NowTag({ now }: { now: Date }) {
  const { t } = useTranslation();
  const format = useFormats();
  const time = format.time(now);
  return (
    <span className="nowtag">
      <span aria-hidden="true">{time}</span>
      <span className="sr-only">{t("appointments.now", { time })}</span>
    </span>
  );
}
