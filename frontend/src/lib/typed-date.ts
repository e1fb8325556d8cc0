/** Reads a date as people type it, and says what is wrong with one that never was. */

export type DateProblem =
  | { kind: "empty" }
  | { kind: "unreadable" }
  | { kind: "no_such_month"; month: number }
  | { kind: "no_such_day"; year: number; month: number; days: number }
  | { kind: "out_of_range" };

export type TypedDate = { iso: string; problem?: never } | { iso?: never; problem: DateProblem };

type Options = {
  locale: string;
  /** where a year of two digits belongs: 41 is 1941 in a date of birth, 2041 nowhere */
  today?: Date;
};

const ARABIC_DIGITS = /[٠-٩۰-۹]/g;

function plainDigits(text: string): string {
  return text.replace(ARABIC_DIGITS, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}

/** "day" where the locale writes the day before the month. */
function firstPart(locale: string): "day" | "month" | "year" {
  const parts = new Intl.DateTimeFormat(locale, { dateStyle: "short" }).formatToParts();
  const first = parts.find(({ type }) => type === "day" || type === "month" || type === "year")?.type;
  return first === "month" || first === "year" ? first : "day";
}

function monthNamed(word: string, locale: string): number | null {
  const wanted = word.toLocaleLowerCase(locale).replace(/\.$/, "");
  for (const width of ["long", "short"] as const) {
    const format = new Intl.DateTimeFormat(locale, { month: width, timeZone: "UTC" });
    for (let month = 1; month <= 12; month++) {
      const name = format.format(Date.UTC(2000, month - 1, 1)).toLocaleLowerCase(locale).replace(/\.$/, "");
      // "Sept" for "September" is fine, "Ju" could be two
      if (name === wanted || (width === "long" && wanted.length >= 3 && name.startsWith(wanted))) return month;
    }
  }
  return null;
}

function fullYear(year: string, today: Date): number {
  if (year.length > 2) return Number(year);
  const century = Math.floor(today.getFullYear() / 100) * 100;
  const guess = century + Number(year);
  // a year or two ahead is an appointment, more is a birth in the last century
  return guess > today.getFullYear() + 1 ? guess - 100 : guess;
}

export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function check(year: number, month: number, day: number): TypedDate {
  if (month < 1 || month > 12) return { problem: { kind: "no_such_month", month } };
  if (year < 1850 || year > 2150) return { problem: { kind: "out_of_range" } };
  const days = daysIn(year, month);
  if (day < 1 || day > days) return { problem: { kind: "no_such_day", year, month, days } };
  const two = (part: number) => String(part).padStart(2, "0");
  return { iso: `${year}-${two(month)}-${two(day)}` };
}

export function parseTypedDate(text: string, { locale, today = new Date() }: Options): TypedDate {
  const typed = plainDigits(text).trim();
  if (!typed) return { problem: { kind: "empty" } };

  const solid = /^\d{8}$/.exec(typed)?.[0];
  if (solid) {
    const startsWithYear = /^(18|19|20|21)/.test(solid) && Number(solid.slice(4, 6)) <= 12;
    return startsWithYear
      ? check(Number(solid.slice(0, 4)), Number(solid.slice(4, 6)), Number(solid.slice(6)))
      : numbers([solid.slice(0, 2), solid.slice(2, 4), solid.slice(4)], locale, today);
  }

  const parts = typed.split(/[\s.,/\-–·،]+/).filter((part) => part && !/^(of|de|ال)$/i.test(part));
  // a weekday in front, as in "Tue 17 Nov 2026", says nothing new
  if (parts.length === 4) parts.shift();
  if (parts.length !== 3) return { problem: { kind: "unreadable" } };
  if (parts.every((part) => /^\d{1,4}$/.test(part))) return numbers(parts as [string, string, string], locale, today);
  return withMonthName(parts as [string, string, string], locale, today);
}

function numbers([a, b, c]: [string, string, string], locale: string, today: Date): TypedDate {
  if (a.length > 2) return check(Number(a), Number(b), Number(c));
  const monthFirst = firstPart(locale) === "month";
  let [day, month] = monthFirst ? [Number(b), Number(a)] : [Number(a), Number(b)];
  // 12/31 where the day comes first can only be meant the other way
  if (month > 12 && day <= 12) [day, month] = [month, day];
  return check(fullYear(c, today), month, day);
}

function withMonthName(parts: [string, string, string], locale: string, today: Date): TypedDate {
  const numeric = parts.filter((part) => /^\d{1,4}(st|nd|rd|th)?$/i.test(part)).map((part) => part.replace(/\D/g, ""));
  const word = parts.find((part) => /^\p{L}/u.test(part));
  const month = word ? (monthNamed(word, locale) ?? monthNamed(word, "en")) : null;
  const [first, second] = numeric;
  if (!month || !first || !second) return { problem: { kind: "unreadable" } };
  const yearFirst = first.length > 2;
  return check(fullYear(yearFirst ? first : second, today), month, Number(yearFirst ? second : first));
}
