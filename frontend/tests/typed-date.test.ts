import { describe, expect, test } from "vitest";
import { dateProblemText } from "@/lib/date-problem";
import { formatsFor } from "@/lib/format";
import { parseTypedDate } from "@/lib/typed-date";
import { parseTypedTime } from "@/lib/typed-time";
import { english } from "./texts";

const today = new Date("2026-11-17T12:00:00Z");
const read = (text: string, locale = "en-GB") => parseTypedDate(text, { locale, today });

describe("a date is read as people type it", () => {
  test.each([
    ["1990-01-31", "1990-01-31"],
    ["31.01.1990", "1990-01-31"],
    ["31/1/90", "1990-01-31"],
    ["31-01-1990", "1990-01-31"],
    ["31 1 1990", "1990-01-31"],
    ["31011990", "1990-01-31"],
    ["19900131", "1990-01-31"],
    ["20121990", "1990-12-20"],
    ["31 Jan 1990", "1990-01-31"],
    ["31st January 1990", "1990-01-31"],
    ["January 31, 1990", "1990-01-31"],
    ["Tue 17 Nov 2026", "2026-11-17"],
    ["1990 Jan 31", "1990-01-31"],
    ["٣١/٠١/١٩٩٠", "1990-01-31"],
    ["12/31/1990", "1990-12-31"],
    ["29.02.2024", "2024-02-29"],
  ])("%s is %s", (typed, iso) => {
    expect(read(typed)).toEqual({ iso });
  });

  test("the order of day and month is the clinic's", () => {
    expect(read("01/02/1990").iso).toBe("1990-02-01");
    expect(read("01/02/1990", "en-US").iso).toBe("1990-01-02");
  });

  test("a year of two digits is in the past, or next year at most", () => {
    expect(read("1.1.41").iso).toBe("1941-01-01");
    expect(read("1.1.27").iso).toBe("2027-01-01");
  });

  test("Arabic months are understood, and what is shown can be read back", () => {
    const format = formatsFor("ar");
    for (let month = 1; month <= 12; month++) {
      const iso = `1991-${String(month).padStart(2, "0")}-21`;
      expect(read(format.date(iso), format.locale)).toEqual({ iso });
      expect(read(formatsFor("en").date(iso))).toEqual({ iso });
    }
  });
});

describe("a date that never was is explained", () => {
  const say = (typed: string) => {
    const { problem } = read(typed);
    return problem && dateProblemText(problem, english, formatsFor("en"), today);
  };

  test.each([
    ["31.02.1991", "February 1991 had 28 days."],
    ["30.02.2024", "February 2024 had 29 days."],
    ["31.04.2027", "April 2027 has 30 days."],
    ["31.13.1991", "There is no month 13."],
    ["1.1.19900", "Write the date as day, month and year: 31 Jan 1990."],
    ["yesterday", "Write the date as day, month and year: 31 Jan 1990."],
    ["1.1.199", "Write the whole year, such as 1990."],
    ["", "Write the date."],
  ])("%s", (typed, sentence) => {
    expect(say(typed)).toBe(sentence);
  });
});

describe("a time is read as people type it", () => {
  test.each([
    ["9", "09:00"],
    ["930", "09:30"],
    ["0930", "09:30"],
    ["9:30", "09:30"],
    ["9.30", "09:30"],
    ["14h", "14:00"],
    ["2 pm", "14:00"],
    ["12am", "00:00"],
    ["٩:٣٠", "09:30"],
    ["24:00", null],
    ["9:60", null],
    ["soon", null],
  ])("%s is %s", (typed, time) => {
    expect(parseTypedTime(typed)).toBe(time);
  });
});
