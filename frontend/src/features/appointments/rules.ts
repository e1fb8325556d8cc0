import type { Appointment, AppointmentStatus } from "@/lib/api";

/** Which status may follow which; the server holds the same table and has the last word. In the order of a menu. */
export const MAY_BECOME: Record<AppointmentStatus, readonly AppointmentStatus[]> = {
  scheduled: ["confirmed", "arrived", "in_room", "completed", "no_show", "cancelled"],
  confirmed: ["arrived", "in_room", "completed", "scheduled", "no_show", "cancelled"],
  arrived: ["in_room", "completed", "scheduled", "confirmed", "no_show", "cancelled"],
  in_room: ["completed", "arrived"],
  completed: ["in_room"],
  cancelled: ["scheduled"],
  no_show: ["arrived", "scheduled"],
};

export const STATUSES: readonly AppointmentStatus[] = ["arrived", "in_room", "scheduled", "confirmed", "completed", "no_show", "cancelled"];

/** Nothing more is expected of it. */
export const isOver = (status: AppointmentStatus) => status === "completed" || status === "cancelled" || status === "no_show";

/** It keeps the doctor and the patient from being booked at that time. */
export const holdsItsTime = (status: AppointmentStatus) => status !== "cancelled" && status !== "no_show";

/** One that is under way or done has happened where it happened. */
export const mayMove = (status: AppointmentStatus) => status !== "in_room" && status !== "completed";

/** The step that comes next for whoever stands in front of the desk: on the day itself the patient comes in, before it they are
    called, after it only the loose end is left to tie. Null where nothing is expected. */
export function nextStep(status: AppointmentStatus, day: string, today: string): AppointmentStatus | null {
  if (isOver(status)) return null;
  if (status === "in_room" || day < today) return "completed";
  if (status === "arrived") return "in_room";
  if (day === today) return "arrived";
  return status === "scheduled" ? "confirmed" : null;
}

/** The step that takes one back, where the table has it: to where it was, or else to the start. */
export function stepBack(before: AppointmentStatus, now: AppointmentStatus): AppointmentStatus | null {
  const allowed = MAY_BECOME[now];
  if (allowed.includes(before)) return before;
  return allowed.includes("scheduled") ? "scheduled" : null;
}

/** Whole minutes that somebody who should be here is not; 0 while there is nothing to say. After the day it is no longer lateness. */
export function minutesLate({ status, appointment_datetime }: Pick<Appointment, "status" | "appointment_datetime">, now: Date): number {
  if (status !== "scheduled" && status !== "confirmed") return 0;
  const minutes = Math.floor((now.getTime() - new Date(appointment_datetime).getTime()) / 60_000);
  return minutes > 0 && minutes < 12 * 60 ? minutes : 0;
}
