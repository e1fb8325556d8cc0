import { CalendarPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, type To } from "react-router";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { PersonName } from "@/components/person-name";
import { Skeleton } from "@/components/skeleton";
import { StatusChip } from "@/components/status-chip";
import type { useVisits } from "@/features/patients/api/list-visits";
import type { Appointment } from "@/lib/api";
import { useFormats } from "@/lib/format";
import { useUser } from "@/lib/session";

type VisitListProps = {
  query: ReturnType<typeof useVisits>;
  bookTo: To;
  /** where one visit is opened */
  visitTo: (visit: Appointment) => To;
};

/** Visits, the latest first: when, with whom, why, and how it went. */
export function VisitList({ query, bookTo, visitTo }: VisitListProps) {
  const { t } = useTranslation();
  const isDoctor = useUser().role === "doctor";
  const { data, error, isFetching, refetch } = query;
  if (error && !data) return <ErrorState title={t("patients.visits_failed")} error={error} onRetry={() => void refetch()} retrying={isFetching} />;
  if (!data) return <Skeleton rows={4} />;
  if (data.data.length === 0) {
    return (
      <EmptyState title={t("patients.no_visits")} actions={<ButtonLink icon={CalendarPlus} to={bookTo}>{t("patients.book")}</ButtonLink>}>
        {t(isDoctor ? "patients.no_visits_doctor" : "patients.no_visits_hint")}
      </EmptyState>
    );
  }
  return (
    <ol className="items visits">
      {data.data.map((visit) => (
        <Visit key={visit.id} visit={visit} to={visitTo(visit)} />
      ))}
    </ol>
  );
}

function Visit({ visit, to }: { visit: Appointment; to: To }) {
  const { t } = useTranslation();
  const format = useFormats();
  const starts = visit.appointment_datetime;
  const day = format.dayShortYear(format.dayOf(starts));
  const time = format.time(starts);
  return (
    <li className="visit">
      <div className="when">
        <time dateTime={starts}>
          <Link className="name" to={to} aria-label={t("patients.open_visit", { day, time })}>{day}</Link>
        </time>
        <span className="meta tab" aria-hidden="true">{time}</span>
      </div>
      <div>
        <p><PersonName>{visit.doctor_name}</PersonName></p>
        {visit.reason && <p className="why"><bdi>{visit.reason}</bdi></p>}
      </div>
      <StatusChip status={visit.status} />
    </li>
  );
}
