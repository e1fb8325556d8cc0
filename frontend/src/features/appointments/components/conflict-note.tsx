import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Note } from "@/components/note";
import { useFormats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import type { Conflict } from "@/features/appointments/conflict";

type ConflictNoteProps = {
  conflict: Conflict;
  /** the time that was asked for */
  start: string;
  /** it stood as free on this screen until a moment ago */
  wasFree: boolean;
  onTake: (moment: string) => void;
  onNextDay: () => void;
};

/** The time is gone: whose it is now, that nothing typed is lost, and the next ones that would do. */
export function ConflictNote({ conflict, start, wasFree, onTake, onNextDay }: ConflictNoteProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { whose, doctor_name, starts_at, ends_at, next_free } = conflict;
  const values = { doctor: isolated(doctor_name), ...(starts_at && { from: format.time(starts_at), until: format.time(ends_at) }) };
  return (
    <Note
      live
      takesFocus
      tone="bad"
      title={whose === "doctor" && wasFree ? t("appointment_form.conflict.taken_now", { time: start }) : t("appointment_form.conflict.taken", { time: start })}
      actions={
        next_free.length > 0 ? (
          next_free.map((moment) => (
            <Button key={moment} small className="tab" aria-label={t("appointment_form.conflict.take", { time: format.time(moment) })} onClick={() => onTake(moment)}>
              {format.time(moment)}
            </Button>
          ))
        ) : (
          <Button small onClick={onNextDay}>{t("appointment_form.conflict.next_day")}</Button>
        )
      }
    >
      {starts_at && <p>{whose === "doctor" ? t("appointments.conflict.doctor_busy", values) : t("appointments.conflict.patient_busy", values)}</p>}
      <p>
        {t("appointment_form.conflict.safe")}{" "}
        {next_free.length === 0 ? t("appointment_form.conflict.no_more") : whose === "doctor" ? t("appointment_form.conflict.next_free", values) : t("appointment_form.conflict.next_free_both")}
      </p>
    </Note>
  );
}
