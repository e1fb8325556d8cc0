/* eslint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- see AppointmentTable */
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, type To } from "react-router";
import { Icon } from "@/components/icon";
import type { Appointment } from "@/lib/api";
import { cx } from "@/lib/cx";
import { useFormats } from "@/lib/format";
import { foldable, placeOfNow, type DayGroup } from "@/features/appointments/day";
import type { AppointmentActions } from "@/features/appointments/use-appointment-actions";
import { AppointmentRow } from "./appointment-row";

type DayRowsProps = {
  group: DayGroup;
  dayLink: ((day: string) => To) | undefined;
  columns: number;
  showsDoctor: boolean;
  folds: boolean;
  now: Date;
  actions: AppointmentActions;
  onCurrent: (appointment: Appointment | null) => void;
  changedIds: ReadonlySet<number>;
};

/** One day's rows: what is over and long ago folded away, then the day as it goes, with the line of the present in it. */
export function DayRows({ group: { day, appointments }, dayLink, columns, showsDoctor, folds, now, actions, onCurrent, changedIds }: DayRowsProps) {
  const format = useFormats();
  const [isUnfolded, setUnfolded] = useState(false);
  const today = format.dayOf(now);
  const over = folds ? foldable(appointments, now) : [];
  const shown = over.length && !isUnfolded ? appointments.filter((appointment) => !over.includes(appointment)) : appointments;
  const nowAt = day === today ? placeOfNow(shown, now) : -1;

  const fold = over.length > 0 && <Fold count={over.length} isUnfolded={isUnfolded} onToggle={() => setUnfolded(!isUnfolded)} />;

  return (
    <tbody role="rowgroup" className={cx(day < today && "past")}>
      {dayLink && (
        <DayHeading day={day} count={over.length === appointments.length && over.length > 0 && !isUnfolded ? null : appointments.length} isToday={day === today} to={dayLink(day)} columns={columns}>
          {fold}
        </DayHeading>
      )}
      {fold && !dayLink && (
        <tr role="row" className="foldrow">
          <td role="cell" colSpan={columns}>{fold}</td>
        </tr>
      )}
      {shown.map((appointment, index) => (
        <AppointmentRow
          key={appointment.id}
          appointment={appointment}
          isSameTime={appointment.appointment_datetime === shown[index - 1]?.appointment_datetime}
          nowHere={nowAt === index ? "before" : nowAt === shown.length && index === shown.length - 1 ? "after" : null}
          isChanged={changedIds.has(appointment.id)}
          {...{ day, showsDoctor, now, today, actions, onCurrent }}
        />
      ))}
    </tbody>
  );
}

type DayHeadingProps = {
  day: string;
  /** null where what stands beside it says it already */
  count: number | null;
  isToday: boolean;
  to: To;
  columns: number;
  children: ReactNode;
};

function DayHeading({ day, count, isToday, to, columns, children }: DayHeadingProps) {
  const { t } = useTranslation();
  const format = useFormats();
  return (
    <tr role="row" className="dayrow" aria-current={isToday ? "date" : undefined}>
      <th role="rowheader" scope="rowgroup" colSpan={columns}>
        <Link className="name" to={to}>{format.dayLong(day)}</Link>
        {isToday && <span className="today">{t("appointments.today")}</span>}
        {count !== null && <span className="meta">{count ? t("appointments.count", { count }) : t("appointments.nobody")}</span>}
        {children}
      </th>
    </tr>
  );
}

type FoldProps = { count: number; isUnfolded: boolean; onToggle: () => void };

function Fold({ count, isUnfolded, onToggle }: FoldProps) {
  const { t } = useTranslation();
  return (
    <button type="button" className="fold" aria-expanded={isUnfolded} onClick={onToggle}>
      <Icon of={isUnfolded ? ChevronDown : ChevronRight} small directed={!isUnfolded} />
      {isUnfolded ? t("appointments.hide_over") : t("appointments.show_over", { count })}
    </button>
  );
}
