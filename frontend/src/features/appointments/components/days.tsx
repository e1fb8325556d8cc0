import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { To } from "react-router";
import { Button, ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { Note } from "@/components/note";
import { PersonName } from "@/components/person-name";
import { RichText } from "@/components/rich-text";
import { Skeleton } from "@/components/skeleton";
import type { Appointment, AppointmentStatus } from "@/lib/api";
import { useDoctors } from "@/lib/doctors";
import { useFormats } from "@/lib/format";
import { useUser } from "@/lib/session";
import { useAppointmentsOfDays, useNeighbours } from "@/features/appointments/api/list-appointments";
import { byDay, daysText, narrowed } from "@/features/appointments/day";
import type { AppointmentActions } from "@/features/appointments/use-appointment-actions";
import { useChangedElsewhere } from "@/features/appointments/use-changed-elsewhere";
import { useNow } from "@/features/appointments/use-now";
import { AppointmentTable } from "./appointment-table";
import { DoctorFilter } from "./doctor-filter";
import { StatusFilter } from "./status-filter";

/** The list that the search field and the filters act on. */
export const SHOWN_APPOINTMENTS = "appointments-shown";

const NOTHING: Appointment[] = [];

type DaysProps = {
  /** one, or the seven of a week */
  days: string[];
  doctorId: number | null;
  onDoctor: (doctorId: number | null) => void;
  /** part of a patient's name */
  name: string;
  statuses: AppointmentStatus[];
  onStatuses: (statuses: AppointmentStatus[]) => void;
  onClear: () => void;
  dayTo: (day: string) => To;
  /** to the list of all appointments, for who is not found here */
  allTo: To;
  onBook: () => void;
  actions: AppointmentActions;
  onCurrent: (appointment: Appointment | null) => void;
};

/** The appointments of a day or a week, narrowed to a doctor, a status or a name. */
export function Days({ days, doctorId, onDoctor, name, statuses, onStatuses, onClear, dayTo, allTo, onBook, actions, onCurrent }: DaysProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const user = useUser();
  const now = useNow();
  const [first = "", last = first] = [days[0], days.at(-1)];
  const today = format.dayOf(now);
  const isWeek = days.length > 1;
  const query = useAppointmentsOfDays(first, last);
  useNeighbours(isWeek ? null : first);

  const all = query.data ?? NOTHING;
  const changedIds = useChangedElsewhere(all);
  const ofDoctor = narrowed(all, { doctorId });
  const shown = narrowed(ofDoctor, { statuses, name });
  const groups = byDay(shown, days, format);
  const isOwnDiary = user.role === "doctor";
  const label = isWeek
    ? t("appointments.of_week", { week: daysText(first, last, format.locale, today) })
    : t("appointments.of_day", { day: format.dayLong(first) });

  const contents = (): ReactNode => {
    if (query.isPending) return <Skeleton rows={8} label={t("appointments.loading")} />;
    if (query.isError && !query.data) return <ErrorState title={t("appointments.error.load")} error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />;
    if (all.length === 0 && !isWeek) return <EmptyDay day={first} today={today} isOwnDiary={isOwnDiary} onBook={onBook} />;
    if (shown.length === 0 && name) return <NoSuchName name={name} allTo={allTo} onBook={onBook} />;
    // a doctor without anybody is an answer, not a filter that hides something
    const isDoctorFree = doctorId !== null && ofDoctor.length === 0 && statuses.length === 0;
    if (isDoctorFree && !isWeek) return <EmptyDay day={first} today={today} isOwnDiary={isOwnDiary} doctorId={doctorId} onAll={() => onDoctor(null)} onBook={onBook} />;
    if (shown.length === 0 && all.length > 0 && !isDoctorFree) return <FilteredOut onClear={onClear} />;
    return (
      <AppointmentTable
        label={label}
        groups={isWeek && (name || statuses.length) ? groups.filter(({ appointments }) => appointments.length) : groups}
        {...(isWeek && { dayLink: dayTo })}
        showsDoctor={!isOwnDiary}
        folds={!name && !statuses.length}
        {...{ now, actions, onCurrent, changedIds }}
      />
    );
  };

  return (
    <>
      {!isOwnDiary && <DoctorFilter appointments={query.data} {...{ doctorId }} onChange={onDoctor} />}
      <section id={SHOWN_APPOINTMENTS} className="sheet list" aria-label={label} aria-busy={query.isFetching || undefined}>
        {ofDoctor.length > 0 && (
          <header className="scroll">
            <StatusFilter appointments={ofDoctor} {...{ statuses }} onChange={onStatuses} />
          </header>
        )}
        {query.isError && query.data && <Note tone="warn" className="offline">{t("appointments.stale", { time: format.time(new Date(query.dataUpdatedAt)) })}</Note>}
        {contents()}
      </section>
      <p className="sr-only" role="status">{query.data && `${label}: ${t("appointments.shown", { count: shown.length })}`}</p>
    </>
  );
}

type EmptyDayProps = {
  day: string;
  today: string;
  isOwnDiary: boolean;
  /** whose day it is, where others have appointments on it */
  doctorId?: number | null;
  onAll?: () => void;
  onBook: () => void;
};

function EmptyDay({ day, today, isOwnDiary, doctorId, onAll, onBook }: EmptyDayProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { data: doctors = [] } = useDoctors();
  const doctor = doctors.find(({ id }) => id === doctorId);
  const why = day < today ? "past_text" : isOwnDiary ? "own_day_text" : "day_text";
  return (
    <EmptyState
      art
      title={t("appointments.empty.day", { day: format.dayLong(day) })}
      actions={
        <>
          {onAll && <Button onClick={onAll}>{t("appointments.all_doctors")}</Button>}
          <Button icon={Plus} onClick={onBook}>{t("appointments.book.title")}</Button>
        </>
      }
    >
      {doctor ? <RichText of="appointments.empty.doctor_text" parts={{ who: <PersonName>{doctor.name}</PersonName> }} /> : t(`appointments.empty.${why}`)}
    </EmptyState>
  );
}

function NoSuchName({ name, allTo, onBook }: { name: string; allTo: To; onBook: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={<RichText of="appointments.empty.name" parts={{ what: <PersonName>{name.trim()}</PersonName> }} />}
      actions={
        <>
          <ButtonLink to={allTo}>{t("appointments.empty.look_in_all")}</ButtonLink>
          <Button icon={Plus} onClick={onBook}>{t("appointments.book.title")}</Button>
        </>
      }
    >
      {t("appointments.empty.name_text")}
    </EmptyState>
  );
}

function FilteredOut({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState title={t("appointments.empty.filtered")} actions={<Button onClick={onClear}>{t("appointments.clear_filters")}</Button>}>
      {t("appointments.empty.filtered_text")}
    </EmptyState>
  );
}
