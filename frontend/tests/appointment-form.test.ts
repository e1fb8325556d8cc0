import { describe, expect, test } from "vitest";
import { bookingOf, changeOf, lengthIn, OTHER_DOCTOR, problemsIn, spanIn, valuesOf, type AppointmentValues } from "@/features/appointments/appointment-form";
import { readConflict, readNamesakes } from "@/features/appointments/conflict";
import { refusalText } from "@/features/appointments/refusal-text";
import { readOverlaps, likely } from "@/features/doctors/overlaps";
import { ApiError, NetworkError } from "@/lib/api-error";
import { formatsFor } from "@/lib/format";
import { appointment } from "./appointments";
import { english as t } from "./texts";

const format = formatsFor("en", "Europe/Berlin");
const values = (fields: Partial<AppointmentValues> = {}): AppointmentValues => ({
  doctor: "3",
  other_doctor: "",
  day: "2026-11-17",
  start: "10:30",
  minutes: "30",
  status: "scheduled",
  reason: "",
  notes: "",
  ...fields,
});

describe("what is booked", () => {
  test("is sent as wall time, with nothing where nothing was typed", () => {
    expect(bookingOf(7, values({ reason: "  Cough " }))).toEqual({
      patient_id: 7,
      doctor_id: 3,
      appointment_datetime: "2026-11-17T10:30",
      duration_minutes: 30,
      reason: "Cough",
      notes: null,
    });
  });

  test.each([["9", "09:00"], ["930", "09:30"], ["9.30", "09:30"], ["14h", "14:00"], ["2pm", "14:00"], ["٩:٣٠", "09:30"]])("a start may be typed as %s", (start, time) => {
    expect(bookingOf(7, values({ start })).appointment_datetime).toBe(`2026-11-17T${time}`);
  });

  test("names a doctor who is not in the list", () => {
    const body = bookingOf(7, values({ doctor: OTHER_DOCTOR, other_doctor: " Dr Konrad Berger " }));
    expect(body).toMatchObject({ doctor_name: "Dr Konrad Berger" });
    expect(body).not.toHaveProperty("doctor_id");
  });
});

describe("what needs a look", () => {
  const names = (fields: Partial<AppointmentValues>) => Object.keys(problemsIn(values(fields), t, format));
  test("nothing in a form that is filled in", () => expect(names({})).toEqual([]));
  test.each([
    [{ doctor: "" }, ["doctor"]],
    [{ doctor: OTHER_DOCTOR }, ["other_doctor"]],
    [{ day: "31.02.2026" }, ["day"]],
    [{ start: "" }, ["start"]],
    [{ start: "25:00" }, ["start"]],
    [{ minutes: "4" }, ["minutes"]],
    [{ minutes: "a while" }, ["minutes"]],
    [{ reason: "x".repeat(2001) }, ["reason"]],
  ])("%o", (fields, expected) => expect(names(fields)).toEqual(expected));

  test("lengths are whole minutes, in any digits", () => {
    expect([lengthIn(" 45 "), lengthIn("٤٥"), lengthIn("1440"), lengthIn("1441"), lengthIn("0"), lengthIn("7.5")]).toEqual([45, 45, 1440, null, null, null]);
    expect(spanIn(values({ start: "930", minutes: "45" }))).toEqual({ from: 570, until: 615 });
    expect(spanIn(values({ start: "soon" }))).toBeNull();
  });
});

describe("a change", () => {
  const before = valuesOf(appointment({ reason: "Cough" }), format);
  test("sends only what reads differently", () => {
    expect(changeOf(before, { ...before, notes: " " })).toEqual({});
    expect(changeOf(before, { ...before, reason: "" })).toEqual({ reason: null });
    expect(changeOf(before, { ...before, status: "arrived", minutes: "40" })).toEqual({ status: "arrived", duration_minutes: 40 });
  });
  test("a day or a time alone is sent as both", () => {
    expect(changeOf(before, { ...before, day: "2026-11-18" })).toEqual({ appointment_datetime: "2026-11-18T10:30" });
    expect(changeOf(before, { ...before, start: "1100" })).toEqual({ appointment_datetime: "2026-11-17T11:00" });
  });
  test("another doctor by number or by name", () => {
    expect(changeOf(before, { ...before, doctor: "5" })).toEqual({ doctor_id: 5 });
    expect(changeOf(before, { ...before, doctor: OTHER_DOCTOR, other_doctor: "Dr Berger" })).toEqual({ doctor_name: "Dr Berger" });
  });
});

describe("a refusal", () => {
  const refused = (code: string, more: object) => new ApiError(409, { success: false, error: "No.", code, ...more });
  const conflict = { appointment_datetime: "2026-11-17T10:20:00+01:00", ends_at: "2026-11-17T10:50:00+01:00", doctor_name: "Dr Ruth Adeyemi" };

  test("says whose time it is and what would do", () => {
    const error = refused("slot_taken", { conflict, next_free: ["2026-11-17T10:50:00+01:00"] });
    expect(readConflict(error)).toEqual({
      whose: "doctor",
      doctor_name: "Dr Ruth Adeyemi",
      starts_at: conflict.appointment_datetime,
      ends_at: conflict.ends_at,
      next_free: ["2026-11-17T10:50:00+01:00"],
    });
    expect(refusalText(error, t, format)).toContain("from 10:20 to 10:50");
    expect(readConflict(refused("patient_busy", { conflict }))).toMatchObject({ whose: "patient", next_free: [] });
  });

  test("of a race that only the database saw knows nothing but that", () => {
    expect(readConflict(refused("slot_taken", {}))).toMatchObject({ whose: "doctor", starts_at: "" });
    expect(refusalText(refused("slot_taken", {}), t, format)).toBe("No.");
  });

  test("of a doctor who no longer works here is said in the reader's language", () => {
    expect(refusalText(refused("doctor_inactive", {}), t, format)).toBe("This doctor can no longer be booked. Choose another.");
  });

  test("for another reason is no conflict", () => {
    expect(readConflict(refused("wrong_status", {}))).toBeNull();
    expect(readConflict(new NetworkError("no answer"))).toBeNull();
  });

  test("lists the doctors of one name", () => {
    const doctors = [{ id: 1, name: "Dr Ali", specialty: null }];
    expect(readNamesakes(new ApiError(400, { success: false, error: "Two.", code: "doctor_ambiguous", doctors }))).toEqual(doctors);
    expect(readNamesakes(refused("slot_taken", { conflict }))).toEqual([]);
  });

  test("of a merge lists every pair", () => {
    const overlaps = [{ id: 1, with_id: 2 }];
    expect(readOverlaps(refused("merge_conflict", { overlaps }))).toEqual(overlaps);
    expect(readOverlaps(refused("not_mergeable", {}))).toBeNull();
  });
});

test("a visiting doctor is likely one of the same last name", () => {
  const known = [{ name: "Dr Ruth Adeyemi" }, { name: "Dr Mei-Lin Zhao" }];
  expect(likely("dr r. ADEYEMI", known)).toEqual([{ name: "Dr Ruth Adeyemi" }]);
  expect(likely("Dr Konrad Berger", known)).toEqual([]);
});
