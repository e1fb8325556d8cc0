import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { ErrorSummary } from "@/components/error-summary";
import { Note } from "@/components/note";
import { summaryOf } from "@/lib/form-errors";
import { addDays, useFormats } from "@/lib/format";
import { FIELDS, LABELS, dayIn, type AppointmentValues } from "@/features/appointments/appointment-form";
import { refusalText } from "@/features/appointments/refusal-text";
import type { AppointmentForm } from "@/features/appointments/use-appointment-form";
import { ConflictNote } from "./conflict-note";

type RefusedNotesProps = Pick<AppointmentForm, "form" | "refused" | "forgive"> & {
  /** fields of the form that are not an appointment's own, such as the patient */
  more?: { name: string; label: string }[];
  wasFree: boolean;
};

/** On top of the form: what needs a look, or why it was refused and the ways on. */
export function RefusedNotes({ form, refused: { conflict, namesakes, failure }, forgive, more = [], wasFree }: RefusedNotesProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { errors, submitCount } = form.formState;

  const fill = (values: Partial<AppointmentValues>) => {
    for (const [name, value] of Object.entries(values)) form.setValue(name as keyof AppointmentValues, value, { shouldDirty: true });
    forgive();
    form.setFocus("start");
  };

  if (conflict) {
    return (
      <ConflictNote
        conflict={conflict}
        start={form.getValues("start")}
        wasFree={wasFree}
        onTake={(moment) => fill({ day: format.dayOf(moment), start: format.time(moment) })}
        onNextDay={() => fill({ day: addDays(dayIn(form.getValues()) ?? format.dayOf(new Date()), 1), start: "" })}
      />
    );
  }
  if (namesakes.length) {
    return (
      <Note
        live
        takesFocus
        tone="warn"
        title={t("appointment_form.form.namesakes")}
        actions={namesakes.map(({ id, name, specialty }) => (
          <Button key={id} small onClick={() => fill({ doctor: String(id), other_doctor: "" })}>
            <bdi>{specialty ? `${name}, ${specialty}` : name}</bdi>
          </Button>
        ))}
      />
    );
  }
  const labels = Object.fromEntries(FIELDS.map((name) => [name, t(LABELS[name])]));
  return (
    <>
      <ErrorSummary errors={[...more, ...summaryOf(errors, labels)]} attempt={submitCount} />
      {failure !== null && <Note live takesFocus tone="bad">{refusalText(failure, t, format)}</Note>}
    </>
  );
}
