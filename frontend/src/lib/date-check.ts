import type { TFunction } from "i18next";
import { dateProblemText } from "./date-problem";
import type { Formats } from "./format";
import { parseTypedDate } from "./typed-date";

/** For a form's schema: what is wrong with the value of a DateField, as a sentence, or null. */
export function dateError(value: string, t: TFunction, format: Formats): string | null {
  const { problem } = parseTypedDate(value, { locale: format.locale });
  return problem ? dateProblemText(problem, t, format) : null;
}
