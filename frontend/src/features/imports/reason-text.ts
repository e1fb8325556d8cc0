import type { TFunction } from "i18next";
import { dateProblemText } from "@/lib/date-problem";
import type { Formats } from "@/lib/format";

/** The server's sentences about rows, which are read by whoever sent the file, in their language too. One that is not
    listed is shown as it came. */
const REASONS = {
  "This is needed.": "needed",
  "This date is in the future.": "born_in_future",
  "Write the e-mail address as name@example.org.": "email",
  "Write the phone number with digits, as in +49 30 5550 1234.": "phone",
  "A phone number has 3 to 15 digits.": "phone_digits",
  "A patient without an e-mail address needs a phone number.": "unreachable",
  "Another patient has this e-mail address. Leave it empty here; a phone number is enough.": "email_taken",
  "Its numbers belong to two different patients here.": "two_patients",
  "This patient was deleted here. An admin can restore the patient.": "deleted",
  "One of its numbers belongs to a patient with another name and another date of birth.": "other_person",
  "A patient of this name and date of birth has another number in the same system.": "other_number",
  "Only the year or month of birth is given, and the clinic needs the day.": "no_day",
  "Write each number as system|value, one a line.": "identifier",
  "The row can't be stored as it is.": "unstorable",
} as const;

const isKnown = (reason: string): reason is keyof typeof REASONS => reason in REASONS;

/** "February 1991 had 28 days." */
const NO_SUCH_DAY = /^(\p{L}+) (\d{4}) ha[sd] (\d\d) days\.$/u;

export function reasonText(reason: string, t: TFunction, format: Formats): string {
  if (isKnown(reason)) return t(`imports.reason.${REASONS[reason]}`);
  const [, name, year, days] = NO_SUCH_DAY.exec(reason) ?? [];
  if (name) {
    const month = new Date(`1 ${name} 2000`).getMonth() + 1;
    return dateProblemText({ kind: "no_such_day", year: Number(year), month, days: Number(days) }, t, format);
  }
  return /^Write the (date|year)/.test(reason) ? t("imports.reason.date") : reason;
}
