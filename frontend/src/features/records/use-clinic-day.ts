import { useFormats } from "@/lib/format";

/** The clinic's today, "2026-11-17": a record is not written for a day that is still to come there. */
export function useClinicDay(): string {
  const format = useFormats();
  return format.dayOf(new Date());
}
