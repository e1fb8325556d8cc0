import type { TFunction } from "i18next";
import { ApiError, errorText } from "@/lib/api-error";

/** Why a deleted patient can't come back: somebody else may have been given the e-mail address meanwhile. */
export function restoreRefusal(error: unknown, t: TFunction): string {
  const isTaken = error instanceof ApiError && error.code === "email_taken";
  return isTaken ? t("patients.restore_email_taken") : errorText(error, t);
}
