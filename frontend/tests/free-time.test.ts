import { describe, expect, test } from "vitest";
import { freeUntil, inTheWay, minutesOf, partsOf, spanOn, startsIn, timeOf } from "@/features/appointments/free-time";
import { formatsFor } from "@/lib/format";
import { appointment } from "./appointments";

const format = formatsFor("en", "Europe/Berlin");
const DAY = "2026-11-17";
const yesterday = new Date("2026-11-16T12:00:00+01:00");
const words = (parts: ReturnType<typeof partsOf>) => parts.map(({ kind, from, until }) => `${kind} ${timeOf(from)}-${timeOf(until)}`);
const day = (appointments: Parameters<typeof partsOf>[1], now = yesterday, exceptId?: number) => partsOf(DAY, appointments, { format, now, exceptId });

test("times are minutes of the clinic's day and back", () => {
  expect(minutesOf("09:05")).toBe(545);
  expect(timeOf(545)).toBe("09:05");
  expect(timeOf(24 * 60)).toBe("00:00");
});

describe("a doctor's day", () => {
  test("follows as taken and free", () => {
    expect(words(day([appointment({ at: "10:30" }), appointment({ at: "09:00", duration_minutes: 20 })]))).toEqual([
      "free 08:00-09:00",
      "taken 09:00-09:20",
      "free 09:20-10:30",
      "taken 10:30-11:00",
      "free 11:00-18:00",
    ]);
  });

  test("has no gap between two that follow each other", () => {
    expect(words(day([appointment({ at: "08:00" }), appointment({ at: "08:30" })])).slice(0, 2)).toEqual(["taken 08:00-08:30", "taken 08:30-09:00"]);
  });

  test("is free where somebody cancelled or did not come, and where the one being moved stands", () => {
    const moved = appointment({ at: "14:00" });
    const parts = day([appointment({ status: "cancelled" }), appointment({ status: "no_show" }), moved], yesterday, moved.id);
    expect(words(parts)).toEqual(["free 08:00-18:00"]);
  });

  test("is widened by what is earlier or later", () => {
    const parts = words(day([appointment({ at: "07:00" }), appointment({ at: "18:30", duration_minutes: 60 })]));
    expect(parts[0]).toBe("taken 07:00-07:30");
    expect(parts.at(-1)).toBe("taken 18:30-19:30");
  });

  test("is not opened at midnight by what runs into it", () => {
    const night = appointment({ appointment_datetime: "2026-11-16T23:30:00+01:00", ends_at: "2026-11-17T01:30:00+01:00" });
    expect(words(day([night]))).toEqual(["taken 00:00-01:30", "free 08:00-18:00"]);
  });

  test("offers nothing that is over", () => {
    const now = new Date("2026-11-17T10:42:00+01:00");
    expect(words(day([appointment({ at: "09:00" }), appointment({ at: "12:00" })], now))).toEqual(["free 10:45-12:00", "taken 12:00-12:30", "free 12:30-18:00"]);
    expect(words(day([appointment({ at: "10:30" })], now))[0]).toBe("taken 10:30-11:00");
    expect(words(day([appointment()], new Date("2026-11-18T09:00:00+01:00")))).toEqual(["taken 10:30-11:00"]);
  });

  test("goes on in the evening for whoever still sits at the desk", () => {
    expect(words(day([], new Date("2026-11-17T18:10:00+01:00")))).toEqual(["free 18:10-20:10"]);
  });

  test("cuts at midnight what began before it or ends after it", () => {
    const night = appointment({ at: "23:30", duration_minutes: 60 });
    expect(spanOn(DAY, night, format)).toEqual({ from: 23 * 60 + 30, until: 24 * 60 });
    expect(spanOn("2026-11-18", night, format)).toEqual({ from: 0, until: 30 });
  });
});

describe("a time that is asked for", () => {
  const parts = day([appointment({ at: "10:30" })]);
  test("meets what overlaps it, not what it touches", () => {
    expect(inTheWay(parts, { from: minutesOf("10:20"), until: minutesOf("10:50") })?.patient_name).toBe("Ana Ruiz");
    expect(inTheWay(parts, { from: minutesOf("10:00"), until: minutesOf("10:30") })).toBeNull();
    expect(inTheWay(parts, { from: minutesOf("11:00"), until: minutesOf("11:30") })).toBeNull();
  });
  test("is free until the next", () => {
    expect(freeUntil(parts, { from: minutesOf("09:00"), until: minutesOf("09:30") })).toBe(minutesOf("10:30"));
    expect(freeUntil(parts, { from: minutesOf("10:00"), until: minutesOf("10:40") })).toBeNull();
  });
});

test("starts follow each other without a gap, and fit", () => {
  expect(startsIn({ from: minutesOf("10:45"), until: minutesOf("12:00") }, 30).map(timeOf)).toEqual(["10:45", "11:15"]);
  expect(startsIn({ from: 0, until: 20 }, 30)).toEqual([]);
  expect(startsIn({ from: 0, until: 24 * 60 }, 5).length).toBeLessThan(30);
});
