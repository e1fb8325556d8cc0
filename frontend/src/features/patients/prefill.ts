import { parseTypedDate } from "@/lib/typed-date";
import { EMPTY, type PatientValues } from "./patient-form";

/** Somebody searched, found nobody, and adds them: what they typed goes where it belongs. */
export function prefillFrom(search: string, locale: string): PatientValues {
  const typed = search.trim();
  const bornOn = /\d/.test(typed) ? parseTypedDate(typed, { locale }).iso : undefined;
  if (bornOn) return { ...EMPTY, date_of_birth: bornOn };
  if (typed.includes("@")) return { ...EMPTY, email: typed };
  if (/^[+(]?[\d\s()./\-–]+$/.test(typed)) return { ...EMPTY, phone: typed };
  return { ...EMPTY, name: typed };
}
