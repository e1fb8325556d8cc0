import type { Appointment, AppointmentStatus } from "@/lib/api";
import { addDays, type Formats } from "@/lib/format";
import { isOver } from "./rules";

/** Earliest first; at one time by doctor, so that rows keep their places from one refresh to the next. */
export function inOrder(appointments: Appointment[], locale: string): Appointment[] {
  return [...appointments].sort(
    (a, b) =>
      Date.parse(a.appointment_datetime) - Date.parse(b.appointment_datetime) || a.doctor_name.localeCompare(b.doctor_name, locale) || a.id - b.id,
  );
}

export type DayGroup = { day: string; appointments: Appointment[] };

/** One group for every day asked for, also for those on which nobody comes. A visit over midnight stands on both its days. */
export function byDay(appointments: Appointment[], days: string[], format: Formats): DayGroup[] {
  const sorted = inOrder(appointments, format.locale).map((appointment) => ({ appointment, ...daysOf(appointment, format) }));
  return days.map((day) => ({ day, appointments: sorted.filter(({ first, last }) => first <= day && day <= last).map(({ appointment }) => appointment) }));
}

/** The days that an appointment touches; what ends at midnight does not touch the next one. */
function daysOf({ appointment_datetime, ends_at }: Appointment, format: Formats) {
  return { first: format.dayOf(appointment_datetime), last: format.dayOf(new Date(Date.parse(ends_at) - 1)) };
}

/** How many of each. */
export function countBy<Key>(appointments: Appointment[], keyOf: (appointment: Appointment) => Key): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const appointment of appointments) counts.set(keyOf(appointment), (counts.get(keyOf(appointment)) ?? 0) + 1);
  return counts;
}

/** The place of the now-line: before the first that is still to come, or after the last. */
export function placeOfNow(appointments: Appointment[], now: Date): number {
  const next = appointments.findIndex(({ appointment_datetime }) => Date.parse(appointment_datetime) > now.getTime());
  return next === -1 ? appointments.length : next;
}

const LONG_AGO = 60 * 60_000;
const WORTH_FOLDING = 5;

/** What is over and more than an hour ago, where there is enough of it to be in the way. Whoever still waits is never in it. */
export function foldable(appointments: Appointment[], now: Date): Appointment[] {
  const past = appointments.filter(({ status, ends_at }) => isOver(status) && Date.parse(ends_at) < now.getTime() - LONG_AGO);
  return past.length >= WORTH_FOLDING ? past : [];
}

/** The seven days around a day, from the weekday on which weeks begin here: 1 is Monday, 7 is Sunday. */
export function weekOf(day: string, firstWeekday: number): string[] {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  const first = addDays(day, -((weekday - firstWeekday + 7) % 7));
  return Array.from({ length: 7 }, (_, offset) => addDays(first, offset));
}

type WithWeekInfo = { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };

/** The day on which a week begins in the clinic's country. */
export function firstWeekday(country: string): number {
  const locale = new Intl.Locale("und", { region: country }) as Intl.Locale & WithWeekInfo;
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
}

/** 16–22 November: what the days have in common is said once, and the year only where it is another. */
export function daysText(first: string, last: string, locale: string, today: string): string {
  const isThisYear = last.slice(0, 4) === today.slice(0, 4);
  const range = new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "long", ...(!isThisYear && { year: "numeric" }) });
  return range.formatRange(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`));
}

export type Filter = { doctorId?: number | null; statuses?: AppointmentStatus[]; name?: string };

/** What is left when the screen is narrowed; the name may be any part, written without its accents. */
export function narrowed(appointments: Appointment[], { doctorId, statuses, name }: Filter): Appointment[] {
  const wanted = folded(name ?? "").split(" ").filter(Boolean);
  return appointments.filter(
    (appointment) =>
      (!doctorId || appointment.doctor_id === doctorId) &&
      (!statuses?.length || statuses.includes(appointment.status)) &&
      wanted.every((word) => folded(appointment.patient_name).includes(word)),
  );
}

const LETTERS: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i", "’": "'", "-": " " };

/** A name as it is typed in a hurry: small letters, no accents. */
function folded(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßæœøđðþłı’-]/g, (letter) => LETTERS[letter] ?? letter)
    .trim();
}
