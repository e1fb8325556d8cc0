import { useTranslation } from "react-i18next";
import type { Tone } from "@/components/chip";
import { Icon } from "@/components/icon";
import { PersonName } from "@/components/person-name";
import { STATUS_LOOK, type AppointmentStatus } from "@/components/status-chip";
import { VisuallyHidden } from "@/components/visually-hidden";
import type { Patient } from "@/lib/api";
import { useFormats } from "@/lib/format";

const INK: Record<Tone, string> = { plain: "text-ink-3", ok: "text-ok", warn: "text-warn", bad: "text-bad", info: "text-info", accent: "text-accent" };

const isStatus = (status: string): status is AppointmentStatus => status in STATUS_LOOK;

/** When they come next and to whom: "Today 10:30 Dr Adeyemi". The shape is that of the status. */
export function NextVisit({ visit }: { visit: Patient["next_appointment"] }) {
  const { t } = useTranslation();
  if (!visit) return <span className="meta whitespace-nowrap">{t("patients.none_planned")}</span>;
  return (
    <span className="inline-flex items-baseline gap-2">
      {isStatus(visit.status) && <StatusShape status={visit.status} />}
      <span>
        <VisitTime at={visit.appointment_datetime} /> <span className="meta"><PersonName>{visit.doctor_name}</PersonName></span>
      </span>
    </span>
  );
}

function StatusShape({ status }: { status: AppointmentStatus }) {
  const { t } = useTranslation();
  const { icon, tone } = STATUS_LOOK[status];
  return (
    <span className={`${INK[tone]} mt-0.75 self-start`} title={t(`status.${status}`)}>
      <Icon of={icon} small />
      <VisuallyHidden>{t(`status.${status}`)}</VisuallyHidden>
    </span>
  );
}

/** "Today 10:30", "Tue 17 Nov 10:30", with the year where it is another one. */
function VisitTime({ at }: { at: string }) {
  const format = useFormats();
  const today = format.dayOf(new Date());
  const day = format.dayOf(at);
  const named = day.slice(0, 4) === today.slice(0, 4) ? format.dayShort(day) : format.dayShortYear(day);
  return (
    <time dateTime={at} className="inline-block first-letter:uppercase">
      {format.nearDay(day, today) ?? named} {format.time(at)}
    </time>
  );
}
