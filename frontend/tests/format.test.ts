import { describe, expect, test } from "vitest";
import { addDays, ageOn, formatsFor } from "@/lib/format";

const berlin = formatsFor("en", "Europe/Berlin");

describe("dates and times for staff", () => {
  test("are short, and times have 24 hours", () => {
    expect(berlin.dayShort("2026-11-17")).toBe("Tue 17 Nov");
    expect(berlin.dayLong("2026-11-17")).toBe("Tuesday 17 November");
    expect(berlin.date("1990-01-01")).toBe("1 Jan 1990");
    expect(berlin.time("2026-11-17T23:05:00Z")).toBe("00:05");
  });

  test("an instant is on the clinic's day, whatever the computer thinks", () => {
    expect(berlin.dayOf("2026-11-17T23:05:00Z")).toBe("2026-11-18");
    expect(formatsFor("en", "America/New_York").dayOf("2026-11-18T03:00:00Z")).toBe("2026-11-17");
  });

  test("both changes of the clocks are followed", () => {
    expect(berlin.time("2026-03-29T00:59:00Z")).toBe("01:59");
    expect(berlin.time("2026-03-29T01:00:00Z")).toBe("03:00");
    expect(berlin.time("2026-10-25T00:30:00Z")).toBe("02:30");
    expect(berlin.time("2026-10-25T01:30:00Z")).toBe("02:30");
  });

  test("Arabic keeps the calendar and the figures of the records", () => {
    const arabic = formatsFor("ar", "Europe/Berlin");
    expect(arabic.date("1991-08-21")).toContain("1991");
    expect(arabic.time("2026-11-17T09:30:00Z")).toContain("10:30");
    expect(arabic.number(1284)).toMatch(/1.284/);
  });
});

describe("an age", () => {
  test.each([
    ["1990-11-17", "2026-11-17", 36],
    ["1990-11-18", "2026-11-17", 35],
    ["2024-02-29", "2026-02-28", 1],
    ["2026-11-17", "2026-11-17", 0],
  ])("of somebody born %s is, on %s, %i", (born, day, age) => {
    expect(ageOn(born, day)).toBe(age);
  });
});

test("a day is added over the change of the clocks and of the year", () => {
  expect(addDays("2026-10-24", 2)).toBe("2026-10-26");
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
});
