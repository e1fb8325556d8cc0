import { useState } from "react";
import { useForm, type FieldErrors, type Resolver, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/lib/api-error";
import { useFormats } from "@/lib/format";
import { useUser } from "@/lib/session";
import { problemsIn, type AppointmentField, type AppointmentValues } from "./appointment-form";
import { readConflict, readNamesakes, type Conflict, type Namesake } from "./conflict";
import { refusalText } from "./refusal-text";

/** Why it was refused, where no field is to blame. */
export type Refused = { conflict: Conflict | null; namesakes: Namesake[]; failure: unknown };

const NOTHING: Refused = { conflict: null, namesakes: [], failure: null };

/** The server's names of what this form calls by others. */
const AT: Record<string, AppointmentField> = {
  appointment_datetime: "start",
  duration_minutes: "minutes",
  doctor_id: "doctor",
  doctor_name: "other_doctor",
  status: "status",
  reason: "reason",
  notes: "notes",
};

export type AppointmentForm = {
  form: UseFormReturn<AppointmentValues>;
  refused: Refused;
  /** puts a refusal where it belongs: beside its field, or on top with a way on */
  refuse: (error: unknown) => void;
  forgive: () => void;
};

export function useAppointmentForm(defaultValues: AppointmentValues): AppointmentForm {
  const { t } = useTranslation();
  const format = useFormats();
  const isOwnDiary = useUser().role === "doctor";
  const [refused, setRefused] = useState(NOTHING);

  const resolver: Resolver<AppointmentValues> = (values) => {
    const problems = Object.entries(problemsIn(values, t, format));
    if (problems.length === 0) return { values, errors: {} };
    const errors = Object.fromEntries(problems.map(([name, message]) => [name, { type: "check", message }]));
    return { values: {}, errors: errors as FieldErrors<AppointmentValues> };
  };
  const form = useForm<AppointmentValues>({ defaultValues, resolver, shouldFocusError: false });

  const refuse = (error: unknown) => {
    const conflict = readConflict(error);
    const namesakes = readNamesakes(error);
    const isPlaced = !conflict && !namesakes.length && place(error);
    setRefused(isPlaced ? NOTHING : { conflict, namesakes, failure: conflict || namesakes.length ? null : error });
  };

  const place = (error: unknown) => {
    if (!(error instanceof ApiError)) return false;
    // who books for nobody else sees no field of the doctor
    const found = Object.entries(error.fields).filter(([name]) => AT[name] && !(isOwnDiary && name === "doctor_id"));
    for (const [name, sentences] of found) {
      const sentence = error.code === "doctor_inactive" ? refusalText(error, t, format) : sentences.join(" ");
      // the one refusal of a time that could be read: the night on which the clocks go forward
      const isSkipped = name === "appointment_datetime" && sentence.includes("skip");
      form.setError(AT[name] ?? "start", { type: "server", message: isSkipped ? t("appointment_form.form.skipped", { time: form.getValues("start") }) : sentence });
    }
    return found.length > 0;
  };

  return { form, refused, refuse, forgive: () => setRefused(NOTHING) };
}
