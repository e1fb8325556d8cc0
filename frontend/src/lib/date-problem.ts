import type { TFunction } from "i18next";
import type { Formats } from "./format";
import type { DateProblem } from "./typed-date";

/** What is wrong with a typed date, as a sentence: "February 1991 had 28 days." */
export function dateProblemText(problem: DateProblem, t: TFunction, format: Formats, today = new Date()): string {
  switch (problem.kind) {
    case "empty":
      return t("date.empty");
    case "unreadable":
      return t("date.unreadable", { example: format.date("1990-01-31") });
    case "no_such_month":
      return t("date.no_such_month", { month: problem.month });
    case "out_of_range":
      return t("date.out_of_range");
    case "no_such_day": {
      const isPast = problem.year * 12 + problem.month < today.getFullYear() * 12 + today.getMonth() + 1;
      const values = { month: format.month(problem.year, problem.month), count: problem.days };
      return isPast ? t("date.had_days", values) : t("date.has_days", values);
    }
  }
}
