import type { TFunction } from "i18next";
import type { Doctor } from "@/lib/api";
import { changedFields } from "@/lib/merge";
import type { Change } from "./api/change-doctor";

export type DoctorValues = { name: string; specialty: string; is_active: boolean };
export const EMPTY: DoctorValues = { name: "", specialty: "", is_active: true };

/** In the order of the form, which is that of the error summary. */
export const FIELDS = ["name", "specialty", "is_active"] as const;
export const LABELS = { name: "doctors.name", specialty: "doctors.specialty", is_active: "doctors.state" } as const;

const MOST = 100;

export function valuesOf({ name, specialty, is_active }: Doctor): DoctorValues {
  return { name, specialty: specialty ?? "", is_active };
}

export function bodyOf({ name, specialty, is_active }: DoctorValues) {
  return { name: name.trim(), specialty: specialty.trim() || null, is_active };
}

/** Only what reads differently now. */
export const changeOf = (before: DoctorValues, now: DoctorValues): Change => changedFields(bodyOf(before), bodyOf(now));

export function problemsIn({ name, specialty }: DoctorValues, t: TFunction): Partial<Record<keyof DoctorValues, string>> {
  const tooLong = t("doctors.too_long", { count: MOST });
  return {
    ...(!name.trim() && { name: t("doctors.name_missing") }),
    ...(name.trim().length > MOST && { name: tooLong }),
    ...(specialty.trim().length > MOST && { specialty: tooLong }),
  };
}
