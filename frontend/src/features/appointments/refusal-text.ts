import type { TFunction } from "i18next";
import { ApiError, errorText } from "@/lib/api-error";
import type { Formats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import { readConflict } from "./conflict";

/** Why it was refused, in the reader's language where the server's answer tells more than a sentence. */
export function refusalText(error: unknown, t: TFunction, format: Formats): string {
  if (error instanceof ApiError && error.code === "doctor_inactive") return t("appointments.doctor_inactive");
  const conflict = readConflict(error);
  if (!conflict?.starts_at) return errorText(error, t);
  const values = { doctor: isolated(conflict.doctor_name), from: format.time(conflict.starts_at), until: format.time(conflict.ends_at) };
  return conflict.whose === "doctor" ? t("appointments.conflict.doctor_busy", values) : t("appointments.conflict.patient_busy", values);
}
