import { ApiError } from "@/lib/api-error";
import type { Doctor } from "@/lib/api";

/** Why a time can't be had, as the server tells it. */
export type Conflict = {
  /** whose time it is: the doctor's or the patient's */
  whose: "doctor" | "patient";
  doctor_name: string;
  starts_at: string;
  ends_at: string;
  /** starts that would do, that day */
  next_free: string[];
};

type Told = { appointment_datetime: string; ends_at: string; doctor_name: string };

function isTold(value: unknown): value is Told {
  return typeof value === "object" && value !== null && "appointment_datetime" in value && "ends_at" in value && "doctor_name" in value;
}

/** The conflict in a refusal, or null when it was refused for something else. */
export function readConflict(error: unknown): Conflict | null {
  if (!(error instanceof ApiError) || (error.code !== "slot_taken" && error.code !== "patient_busy")) return null;
  const told = error.body.conflict;
  // a constraint caught a race that no lock had stopped: it knows that the time is gone, not to whom
  if (!isTold(told)) return { whose: error.code === "slot_taken" ? "doctor" : "patient", doctor_name: "", starts_at: "", ends_at: "", next_free: error.next_free };
  return {
    whose: error.code === "slot_taken" ? "doctor" : "patient",
    doctor_name: told.doctor_name,
    starts_at: told.appointment_datetime,
    ends_at: told.ends_at,
    next_free: error.next_free,
  };
}

export type Namesake = Pick<Doctor, "id" | "name" | "specialty">;

/** The doctors to choose from when a typed name means more than one. */
export function readNamesakes(error: unknown): Namesake[] {
  if (!(error instanceof ApiError) || error.code !== "doctor_ambiguous") return [];
  const { doctors } = error.body;
  return Array.isArray(doctors) ? (doctors as Namesake[]) : [];
}
