import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/components/icon";
import { Note } from "@/components/note";
import { PersonName } from "@/components/person-name";
import { Skeleton } from "@/components/skeleton";
import { STATUS_LOOK } from "@/components/status-chip";
import type { Appointment } from "@/lib/api";
import { cx } from "@/lib/cx";
import { useFormats } from "@/lib/format";
import { startsIn, timeOf, type Part, type Span } from "@/features/appointments/free-time";

type DoctorDayProps = {
  doctorName: string;
  day: string;
  parts: Part[] | undefined;
  failed: boolean;
  /** what is asked for so far */
  chosen: Span | null;
  minutes: number;
  onPick: (start: string) => void;
};

/** A doctor's day as it follows, for whoever looks for a place in it: what is taken, what is free, and the starts that would do. */
export function DoctorDay({ doctorName, day, parts, failed, chosen, minutes, onPick }: DoctorDayProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const titleId = useId();
  const list = useRef<HTMLOListElement>(null);
  const from = chosen?.from;
  const isKnown = parts !== undefined;
  // the time that stands in the field is in sight in the day as well
  useEffect(() => {
    const shown = list.current?.querySelector<HTMLElement>("[aria-pressed='true'], .overlaps");
    if (!list.current || !shown) return;
    const { top, bottom } = list.current.getBoundingClientRect();
    const place = shown.getBoundingClientRect();
    if (place.top < top || place.bottom > bottom) list.current.scrollTop += place.top - top - (bottom - top - place.height) / 2;
  }, [from, minutes, isKnown]);
  const isFree = parts?.some(({ kind }) => kind === "free");
  return (
    <section className="doctorday" aria-labelledby={titleId}>
      <h3 id={titleId}>
        <PersonName>{doctorName}</PersonName>
        <span className="meta">{format.dayShort(day)}</span>
      </h3>
      {failed && <Note tone="warn">{t("appointment_form.error.days")}</Note>}
      {!parts && !failed && <Skeleton rows={3} label={t("appointment_form.doctor_day.loading")} />}
      {parts && (
        <>
          <ol ref={list}>
            {parts.map((part) => (
              <li key={part.from} className={part.kind}>
                {part.kind === "free" ? <FreePart part={part} {...{ chosen, minutes, onPick }} /> : <TakenPart part={part} appointment={part.appointment} chosen={chosen} />}
              </li>
            ))}
          </ol>
          {!isFree && <p className="hint">{t(day < format.dayOf(new Date()) ? "appointment_form.doctor_day.over" : "appointment_form.doctor_day.full")}</p>}
        </>
      )}
    </section>
  );
}

function FreePart({ part, chosen, minutes, onPick }: { part: Span; chosen: Span | null; minutes: number; onPick: (start: string) => void }) {
  const { t } = useTranslation();
  const starts = startsIn(part, minutes);
  const values = { from: timeOf(part.from), until: timeOf(part.until) };
  return (
    <>
      <span className="when tab">{values.from}</span>
      <div>
        <span className="meta">
          {t("appointment_form.doctor_day.free", values)}
        </span>
        {starts.length > 0 && (
          <div className="starts">
            {starts.map((start) => (
              <button key={start} type="button" className="start tab" aria-pressed={chosen?.from === start} aria-label={t("appointment_form.doctor_day.pick", { ...values, time: timeOf(start) })} onClick={() => onPick(timeOf(start))}>
                {timeOf(start)}
              </button>
            ))}
          </div>
        )}
      </div>
    </>
  );
}

function TakenPart({ part, appointment, chosen }: { part: Span; appointment: Appointment; chosen: Span | null }) {
  const { t } = useTranslation();
  const overlaps = chosen !== null && part.from < chosen.until && chosen.from < part.until;
  return (
    <>
      <span className="when tab">{timeOf(part.from)}</span>
      <span className={cx("taken-by", overlaps && "overlaps")}>
        <PersonName>{appointment.patient_name}</PersonName>
        <span className="meta">
          {t("appointment_form.doctor_day.until", { until: timeOf(part.until) })}
          <Icon of={STATUS_LOOK[appointment.status].icon} small />
          <span className="sr-only">{t(`status.${appointment.status}`)}</span>
        </span>
      </span>
    </>
  );
}
