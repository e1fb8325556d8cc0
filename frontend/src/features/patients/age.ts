import { ageOn } from "@/lib/format";

export type Age = { unit: "years" | "months" | "days"; count: number };

/** Whole years; for the youngest months, and days in the first month, because that is what a dose depends on. */
export function ageAt(bornOn: string, day: string): Age {
  const years = ageOn(bornOn, day);
  if (years >= 2) return { unit: "years", count: years };
  const months = monthsBetween(bornOn, day);
  if (months >= 1) return { unit: "months", count: months };
  return { unit: "days", count: Math.max(0, Math.round((Date.parse(day) - Date.parse(bornOn)) / 86_400_000)) };
}

function monthsBetween(bornOn: string, day: string): number {
  const [bornYear = 0, bornMonth = 0, bornDay = 0] = bornOn.split("-").map(Number);
  const [year = 0, month = 0, dayOfMonth = 0] = day.split("-").map(Number);
  return (year - bornYear) * 12 + month - bornMonth - (dayOfMonth < bornDay ? 1 : 0);
}
