import { ApiError } from "@/lib/api-error";

/** Two appointments that share a moment, one of each doctor. */
export type Overlap = {
  id: number;
  appointment_datetime: string;
  ends_at: string;
  with_id: number;
  with_datetime: string;
  with_ends_at: string;
};

/** Why a merge was refused, pair by pair; null when it was refused for something else. */
export function readOverlaps(error: unknown): Overlap[] | null {
  if (!(error instanceof ApiError) || error.code !== "merge_conflict") return null;
  const { overlaps } = error.body;
  return Array.isArray(overlaps) ? (overlaps as Overlap[]) : [];
}

const lastWord = (name: string) => name.trim().split(/\s+/).at(-1)?.toLocaleLowerCase() ?? "";

/** Those of the clinic whose last name is the same: a visiting doctor is often one of them, written differently. */
export function likely<Known extends { name: string }>(name: string, known: Known[]): Known[] {
  return known.filter((doctor) => lastWord(doctor.name) === lastWord(name));
}
