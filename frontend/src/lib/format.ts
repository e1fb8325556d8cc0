import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { clinic } from "./clinic";
import { intlLocale } from "./i18n";

/** Formats for one language. Instants are shown in the clinic's zone, whatever the computer thinks. */
export function formatsFor(language: string, zone: string = clinic.zone) {
  const locale = intlLocale(language);
  const instant = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: "h23", ...options });
  // a plain date has no zone: read and written in UTC it can't slip by a day
  const plain = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });

  const day = plain({ day: "numeric", month: "short", year: "numeric" });
  const weekday = plain({ weekday: "short", day: "numeric", month: "short" });
  const weekdayYear = plain({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const long = plain({ weekday: "long", day: "numeric", month: "long" });
  const longYear = plain({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const monthYear = plain({ month: "long", year: "numeric" });
  const clock = instant({ hour: "2-digit", minute: "2-digit" });
  const isoDay = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const number = new Intl.NumberFormat(locale);
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

  // en-GB puts a comma after the weekday; the diary does not
  const tidy = (text: string) => text.replace(/(\p{L})[,،](?= \d)/u, "$1");
  const at = (iso: string) => new Date(`${iso.slice(0, 10)}T00:00:00Z`);

  /** The clinic's day of an instant, "2026-11-17". */
  const dayOf = (moment: string | Date) => isoDay.format(new Date(moment));

  return {
    locale,
    /** 1 Jan 1990 */
    date: (iso: string) => day.format(at(iso)),
    /** Tue 17 Nov */
    dayShort: (iso: string) => tidy(weekday.format(at(iso))),
    /** Tue 17 Nov 2026 */
    dayShortYear: (iso: string) => tidy(weekdayYear.format(at(iso))),
    /** Tuesday 17 November */
    dayLong: (iso: string) => tidy(long.format(at(iso))),
    /** Tuesday 17 November 2026 */
    dayLongYear: (iso: string) => tidy(longYear.format(at(iso))),
    /** February 1991 */
    month: (year: number, month: number) => monthYear.format(Date.UTC(year, month - 1, 1)),
    /** 10:30, in the clinic's zone */
    time: (moment: string | Date) => clock.format(new Date(moment)),
    dayOf,
    /** 1,284 */
    number: (value: number) => number.format(value),
    /** a, b and c */
    list: (items: string[]) => list.format(items),
    /** today, tomorrow, yesterday; null for any other day */
    nearDay: (iso: string, today: string) => {
      const days = Math.round((at(iso).getTime() - at(today).getTime()) / 86_400_000);
      return Math.abs(days) <= 1 ? relative.format(days, "day") : null;
    },
  };
}

export type Formats = ReturnType<typeof formatsFor>;

export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return useMemo(() => formatsFor(i18n.language), [i18n.language]);
}

/** Whole years between a date of birth and a day; months for an infant are the caller's business. */
export function ageOn(bornOn: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return years - (day.slice(5, 10) < bornOn.slice(5, 10) ? 1 : 0);
}

/** Adds days to a plain date. */
export function addDays(iso: string, days: number): string {
  const date = new Date(`${iso}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
