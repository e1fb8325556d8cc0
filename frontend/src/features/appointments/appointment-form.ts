import type { TFunction } from "i18next";
import type { Appointment, AppointmentStatus } from "@/lib/api";
import { dateError } from "@/lib/date-check";
import type { Formats } from "@/lib/format";
import { parseTypedTime } from "@/lib/typed-time";
import type { Booking } from "./api/book-appointment";
import type { Change } from "./api/change-appointment";
import { minutesOf, type Span } from "./free-time";

/** A doctor who is not in the list: the name is typed. */
export const OTHER_DOCTOR = "other";

/** What stands in the fields: texts as typed. */
export type AppointmentValues = {
  /** the number of a doctor, OTHER_DOCTOR, or "" while none is chosen */
  doctor: string;
  other_doctor: string;
  /** 2026-11-17, or as typed */
  day: string;
  /** 09:30, or as typed */
  start: string;
  minutes: string;
  status: AppointmentStatus;
  reason: string;
  notes: string;
};
export type AppointmentField = keyof AppointmentValues;

/** In the order of the form, which is that of the error summary. */
export const FIELDS = ["status", "doctor", "other_doctor", "day", "minutes", "start", "reason", "notes"] as const satisfies AppointmentField[];
export const LABELS = {
  status: "appointment_form.form.status",
  doctor: "appointment_form.form.doctor",
  other_doctor: "appointment_form.form.other_name",
  day: "appointment_form.form.day",
  minutes: "appointment_form.form.length",
  start: "appointment_form.form.start",
  reason: "appointment_form.form.reason",
  notes: "appointment_form.form.notes",
} as const satisfies Record<AppointmentField, string>;

export const USUAL_LENGTHS = ["15", "20", "30", "40", "60"] as const;
const [SHORTEST, LONGEST] = [5, 24 * 60];
const MOST = { other_doctor: 100, reason: 2_000, notes: 10_000 } as const;

export function valuesOf(appointment: Appointment, format: Formats): AppointmentValues {
  return {
    doctor: String(appointment.doctor_id),
    other_doctor: "",
    day: format.dayOf(appointment.appointment_datetime),
    start: format.time(appointment.appointment_datetime),
    minutes: String(appointment.duration_minutes),
    status: appointment.status,
    reason: appointment.reason ?? "",
    notes: appointment.notes ?? "",
  };
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The day that is meant, once it can be read. */
export const dayIn = ({ day }: Pick<AppointmentValues, "day">) => (ISO_DAY.test(day) ? day : null);

/** The doctor that is meant, once one of the list is chosen. */
export const doctorIn = ({ doctor }: Pick<AppointmentValues, "doctor">) => (doctor && doctor !== OTHER_DOCTOR ? Number(doctor) : null);

export function lengthIn(minutes: string): number | null {
  const plain = minutes.trim().replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
  const length = /^\d{1,4}$/.test(plain) ? Number(plain) : 0;
  return length >= SHORTEST && length <= LONGEST ? length : null;
}

/** The part of the day that is asked for, once it can be read. */
export function spanIn({ start, minutes }: Pick<AppointmentValues, "start" | "minutes">): Span | null {
  const [time, length] = [parseTypedTime(start), lengthIn(minutes)];
  if (!time || !length) return null;
  const from = minutesOf(time);
  return { from, until: from + length };
}

/** What needs a look, as sentences by field; the server checks the same again. */
export function problemsIn(values: AppointmentValues, t: TFunction, format: Formats): Partial<Record<AppointmentField, string>> {
  const tooLong = (name: keyof typeof MOST) => (values[name].length > MOST[name] ? t("appointment_form.form.too_long", { count: MOST[name] }) : null);
  const isOther = values.doctor === OTHER_DOCTOR;
  const problems = {
    doctor: values.doctor ? null : t("appointment_form.form.doctor_missing"),
    other_doctor: !isOther ? null : values.other_doctor.trim() ? tooLong("other_doctor") : t("appointment_form.form.other_missing"),
    day: dateError(values.day, t, format),
    minutes: lengthIn(values.minutes) ? null : t("appointment_form.form.length_wrong"),
    start: parseTypedTime(values.start) ? null : t(doctorIn(values) !== null && dayIn(values) ? "appointment_form.form.start_missing" : "appointment_form.form.start_unwritten"),
    reason: tooLong("reason"),
    notes: tooLong("notes"),
  };
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem));
}

const textOrNothing = (text: string) => text.trim() || null;

/** The clinic's wall time; the server knows which instant that is. */
const momentOf = ({ day, start }: AppointmentValues) => `${day}T${parseTypedTime(start) ?? start}`;

const doctorOf = ({ doctor, other_doctor }: AppointmentValues) => (doctor === OTHER_DOCTOR ? { doctor_name: other_doctor.trim() } : { doctor_id: Number(doctor) });

export function bookingOf(patientId: number, values: AppointmentValues): Booking {
  return {
    patient_id: patientId,
    ...doctorOf(values),
    appointment_datetime: momentOf(values),
    duration_minutes: lengthIn(values.minutes) ?? 0,
    reason: textOrNothing(values.reason),
    notes: textOrNothing(values.notes),
  };
}

/** Only what reads differently now. */
export function changeOf(before: AppointmentValues, now: AppointmentValues): Change {
  const differs = (...names: AppointmentField[]) => names.some((name) => before[name].trim() !== now[name].trim());
  return {
    ...(differs("status") && { status: now.status }),
    ...(differs("doctor", "other_doctor") && doctorOf(now)),
    ...(differs("day", "start") && { appointment_datetime: momentOf(now) }),
    ...(differs("minutes") && { duration_minutes: lengthIn(now.minutes) ?? 0 }),
    ...(differs("reason") && { reason: textOrNothing(now.reason) }),
    ...(differs("notes") && { notes: textOrNothing(now.notes) }),
  };
}
