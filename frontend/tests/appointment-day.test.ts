import { describe, expect, test } from "vitest";
import { byDay, countBy, daysText, firstWeekday, foldable, inOrder, narrowed, placeOfNow, weekOf } from "@/features/appointments/day";
import { formatsFor } from "@/lib/format";
import { appointment } from "./appointments";

const format = formatsFor("en", "Europe/Berlin");
const at = (time: string) => new Date(`2026-11-17T${time}:00+01:00`);

test("rows stand by time, then by doctor, wherever they came from", () => {
  const rows = [
    appointment({ id: 1, at: "11:00", doctor_name: "Dr Zhao" }),
    appointment({ id: 2, at: "09:00" }),
    appointment({ id: 3, at: "11:00", doctor_name: "Dr Adeyemi" }),
  ];
  expect(inOrder(rows, "en").map(({ id }) => id)).toEqual([2, 3, 1]);
});

test("a day is the clinic's day, and an empty one is a group too", () => {
  const late = appointment({ appointment_datetime: "2026-11-17T22:30:00Z", ends_at: "2026-11-17T23:00:00Z" }); // 23:30 in Berlin
  const early = appointment({ appointment_datetime: "2026-11-17T23:30:00Z", ends_at: "2026-11-18T00:00:00Z" }); // 00:30 of the next day
  const groups = byDay([early, late], ["2026-11-16", "2026-11-17", "2026-11-18"], format);
  expect(groups.map(({ appointments }) => appointments.map(({ id }) => id))).toEqual([[], [late.id], [early.id]]);
});

test("a visit over midnight stands on both days, first on the second", () => {
  const night = appointment({ at: "23:30", duration_minutes: 120 });
  const upToMidnight = appointment({ at: "23:30", duration_minutes: 30, doctor_name: "Dr Zhao" });
  const next = appointment({ appointment_datetime: "2026-11-18T08:00:00+01:00", ends_at: "2026-11-18T08:30:00+01:00" });
  const groups = byDay([next, upToMidnight, night], ["2026-11-17", "2026-11-18", "2026-11-19"], format);
  expect(groups.map(({ appointments }) => appointments.map(({ id }) => id))).toEqual([[night.id, upToMidnight.id], [night.id, next.id], []]);
});

test("counts are by whatever is asked", () => {
  const rows = [appointment({ status: "arrived" }), appointment({ status: "arrived" }), appointment()];
  expect([...countBy(rows, ({ status }) => status)]).toEqual([["arrived", 2], ["scheduled", 1]]);
});

describe("now", () => {
  const rows = [appointment({ at: "09:00" }), appointment({ at: "10:30" }), appointment({ at: "11:00" })];
  test.each([["08:00", 0], ["10:30", 2], ["10:42", 2], ["12:00", 3]])("%s stands before row %i", (time, place) => {
    expect(placeOfNow(rows, at(time))).toBe(place);
  });
});

describe("what is folded away", () => {
  const over = Array.from({ length: 5 }, () => appointment({ at: "08:00", status: "completed" }));
  test("is what was over an hour ago", () => {
    expect(foldable([...over, appointment({ at: "10:00", status: "completed" })], at("10:42"))).toHaveLength(5);
  });
  test("is never somebody who still waits", () => {
    const waiting = appointment({ at: "08:00", status: "arrived" });
    expect(foldable([...over, waiting], at("10:42"))).not.toContain(waiting);
  });
  test("is nothing where there is little of it", () => {
    expect(foldable(over.slice(1), at("10:42"))).toEqual([]);
  });
});

describe("a week", () => {
  test("begins on the day on which it begins in the country", () => {
    expect(weekOf("2026-11-17", 1)).toEqual(["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"]);
    expect(weekOf("2026-11-17", 7)[0]).toBe("2026-11-15");
    expect(weekOf("2026-11-22", 1)[0]).toBe("2026-11-16");
    expect(weekOf("2026-11-15", 7)[0]).toBe("2026-11-15");
  });
  test("is known for every country", () => {
    expect(firstWeekday("DE")).toBe(1);
    expect([1, 6, 7]).toContain(firstWeekday("EG"));
  });
  test("is said in few words", () => {
    expect(daysText("2026-11-16", "2026-11-22", "en-GB", "2026-11-17")).toMatch(/^16\s?–\s?22 November$/);
    expect(daysText("2026-12-28", "2027-01-03", "en-GB", "2026-12-30")).toMatch(/2026.*2027/);
  });
});

describe("narrowing", () => {
  const rows = [
    appointment({ id: 1, patient_name: "Siobhán O’Brien-Łukasz", status: "arrived" }),
    appointment({ id: 2, patient_name: "Ahmet Yıldız", doctor_id: 5 }),
    appointment({ id: 3, patient_name: "أمل الحداد" }),
    appointment({ id: 4, patient_name: "Dorothea Weiß", status: "completed" }),
  ];
  const ids = (filter: Parameters<typeof narrowed>[1]) => narrowed(rows, filter).map(({ id }) => id);

  test.each([
    ["siobhan", [1]],
    ["o'brien lukasz", [1]],
    ["lukasz siob", [1]],
    ["yildiz", [2]],
    ["weiss", [4]],
    ["الحداد", [3]],
    ["  ", [1, 2, 3, 4]],
    ["nobody", []],
  ])("finds %s", (name, expected) => expect(ids({ name })).toEqual(expected));

  test("by doctor and status together", () => {
    expect(ids({ doctorId: 5 })).toEqual([2]);
    expect(ids({ statuses: ["arrived", "completed"] })).toEqual([1, 4]);
    expect(ids({ doctorId: 3, statuses: ["completed"], name: "d" })).toEqual([4]);
    expect(ids({ doctorId: null, statuses: [] })).toEqual([1, 2, 3, 4]);
  });
});
