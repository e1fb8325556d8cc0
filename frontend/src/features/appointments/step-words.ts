import type { TFunction } from "i18next";
import type { AppointmentStatus } from "@/lib/api";

/** What a step is called for whoever takes it: a step back says where back to. */
export function stepWord(from: AppointmentStatus, to: AppointmentStatus, t: TFunction): string {
  if (from === "cancelled") return t("appointments.steps.uncancel");
  if (from === "no_show" && to === "scheduled") return t("appointments.steps.unmiss");
  if (from === "completed") return t("appointments.steps.to_room");
  if (from === "in_room" && to === "arrived") return t("appointments.steps.to_waiting");
  if (to === "scheduled") return t("appointments.steps.to_scheduled");
  if (from === "arrived" && to === "confirmed") return t("appointments.steps.to_confirmed");
  return t(`appointments.steps.${to}`);
}

/** Whether a step goes back to something that was before. */
export function isStepBack(from: AppointmentStatus, to: AppointmentStatus): boolean {
  if (from === "cancelled" || from === "completed" || to === "scheduled") return true;
  return (from === "in_room" && to === "arrived") || (from === "arrived" && to === "confirmed");
}
