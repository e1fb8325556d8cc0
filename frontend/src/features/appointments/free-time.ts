import type { Appointment } from "@/lib/api";
import type { Formats } from "@/lib/format";
import { holdsItsTime } from "./rules";

/** Minutes since midnight on the clinic's wall; the end is not included. */
export type Span = { from: number; until: number };

const MIDNIGHT = 24 * 60;
/** Working hours are not known yet: what everybody would look at first. Earlier or later visits widen it. */
const USUAL: Span = { from: 8 * 60, until: 18 * 60 };
const GRID = 5;

export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

export function timeOf(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

/** The part of a day that an appointment takes; one over midnight is cut at the edge of the day. */
export function spanOn(day: string, appointment: Pick<Appointment, "appointment_datetime" | "ends_at">, format: Formats): Span {
  const { appointment_datetime: starts, ends_at: ends } = appointment;
  return {
    from: format.dayOf(starts) < day ? 0 : minutesOf(format.time(starts)),
    until: format.dayOf(ends) > day ? MIDNIGHT : minutesOf(format.time(ends)),
  };
}

export type Part = Span & ({ kind: "free" } | { kind: "taken"; appointment: Appointment });

type Options = {
  format: Formats;
  /** what is being moved is not in its own way */
  exceptId?: number | undefined;
  /** the present, which nobody books behind */
  now: Date;
};

/** A doctor's day as it follows: taken, free, taken. Appointments that hold no time leave theirs free. */
export function partsOf(day: string, appointments: Appointment[], { format, exceptId, now }: Options): Part[] {
  const taken = appointments
    .filter(({ id, status }) => id !== exceptId && holdsItsTime(status))
    .map((appointment) => ({ kind: "taken" as const, appointment, ...spanOn(day, appointment, format) }))
    .filter(({ from, until }) => until > from)
    .sort((a, b) => a.from - b.from);
  const today = format.dayOf(now);
  // what runs in from the day before opens nothing at midnight
  const opens = Math.min(USUAL.from, ...taken.map(({ from }) => from).filter(Boolean));
  const start = earliest(day, now, format);
  // late in the day there is still somebody at the desk, so there is still something to give away
  const closes = Math.max(USUAL.until, ...taken.map(({ until }) => until), day === today ? Math.min(start + 2 * 60, MIDNIGHT) : 0);

  const parts: Part[] = [];
  let reached = Math.max(opens, start);
  const addFree = (until: number) => {
    if (until > reached) parts.push({ kind: "free", from: reached, until });
  };
  for (const part of taken) {
    // what is over today is in nobody's way any more
    if (day === today && part.until <= start) continue;
    addFree(part.from);
    parts.push(part);
    reached = Math.max(reached, part.until);
  }
  addFree(closes);
  return parts;
}

/** The first minute that can still be booked on a day. */
function earliest(day: string, now: Date, format: Formats): number {
  const today = format.dayOf(now);
  if (day !== today) return day < today ? MIDNIGHT : 0;
  return Math.ceil(minutesOf(format.time(now)) / GRID) * GRID;
}

/** What stands in the way of a span, if anything does. */
export function inTheWay(parts: Part[], { from, until }: Span): Appointment | null {
  const found = parts.find((part) => part.kind === "taken" && part.from < until && from < part.until);
  return found?.kind === "taken" ? found.appointment : null;
}

const MOST_STARTS = 24;

/** The starts that would do in a free part, one after the other without a gap between. */
export function startsIn({ from, until }: Span, minutes: number): number[] {
  const starts: number[] = [];
  for (let start = from; start + minutes <= until && starts.length < MOST_STARTS; start += Math.max(minutes, GRID)) starts.push(start);
  return starts;
}

/** How long a span that can be had would stay free: where the free part around it ends. */
export function freeUntil(parts: Part[], { from, until }: Span): number | null {
  return parts.find((part) => part.kind === "free" && part.from <= from && until <= part.until)?.until ?? null;
}
