import { describe, expect, test } from "vitest";
import { openedIn, withOpened } from "@/features/records/address";
import { filterIn, filtersOn, withFilter } from "@/features/records/filter";
import { amendmentOf, amendmentSchema, newRecordOf, newRecordSchema, valuesOf, type RecordForm } from "@/features/records/record-form";
import type { MedicalRecord } from "@/lib/api";
import { formatsFor } from "@/lib/format";
import { english as t } from "./texts";

const words = { t, format: formatsFor("en", "Europe/Berlin"), today: "2026-11-17" };
const ana = { id: 7, name: "Ana Ruiz", date_of_birth: "1990-01-31" };
const form = (fields: Partial<RecordForm> = {}): RecordForm => ({
  patient: ana,
  record_date: "2026-11-17",
  doctor_id: "3",
  diagnosis: "Unclear",
  prescription: "",
  notes: "",
  reason: "",
  ...fields,
});
const record = {
  id: 1,
  doctor_id: 3,
  doctor_name: "Dr Ruth Adeyemi",
  diagnosis: "Unclear ",
  prescription: null,
  notes: "Tired for six weeks",
  record_date: "2026-11-17",
  version: 1,
} as MedicalRecord;

function complaints(schema: ReturnType<typeof newRecordSchema> | ReturnType<typeof amendmentSchema>, values: RecordForm) {
  const { error } = schema.safeParse(values);
  const found: Record<string, string> = {};
  for (const { path, message } of error?.issues ?? []) found[String(path[0])] = message;
  return found;
}

describe("a new record", () => {
  test("needs a patient, a doctor and a diagnosis", () => {
    expect(complaints(newRecordSchema(words), form({ patient: null, doctor_id: "", diagnosis: "  " }))).toEqual({
      patient: "Choose the patient.",
      doctor_id: "Choose the doctor whose record this is.",
      diagnosis: "Write the diagnosis. “Unclear” with a note is fine.",
    });
  });

  test("is not for a day that is still to come, nor for one that never was", () => {
    expect(complaints(newRecordSchema(words), form({ record_date: "2026-11-18" })).record_date).toMatch(/still to come/);
    expect(complaints(newRecordSchema(words), form({ record_date: "31.02.2026" })).record_date).toBe("February 2026 had 28 days.");
    expect(complaints(newRecordSchema(words), form({ record_date: "2026-11-17" }))).toEqual({});
  });

  test("a doctor names no doctor, everybody else does; what is empty is absent", () => {
    expect(newRecordOf(form({ notes: " \n" }), 7, { isDoctor: true })).toEqual({
      patient_id: 7,
      diagnosis: "Unclear",
      record_date: "2026-11-17",
      prescription: null,
      notes: null,
    });
    expect(newRecordOf(form(), 7, { isDoctor: false }).doctor_id).toBe(3);
  });
});

describe("an amendment", () => {
  test("needs a reason", () => {
    expect(complaints(amendmentSchema(words), form())).toEqual({ reason: "Write why the record is amended." });
  });

  test("sends what reads differently now, and nothing else", () => {
    const values = { ...valuesOf(record), prescription: "Iron 80 mg", reason: "Lab" };
    expect(amendmentOf(values, record)).toEqual({ prescription: "Iron 80 mg", reason: "Lab" });
  });

  test("an emptied field becomes absent", () => {
    expect(amendmentOf({ ...valuesOf(record), notes: "", reason: "Wrong patient" }, record)).toEqual({ notes: null, reason: "Wrong patient" });
  });

  test("an untouched record says nothing new, however it was typed", () => {
    expect(amendmentOf({ ...valuesOf(record), reason: "No reason" }, record)).toBeNull();
  });
});

describe("the address", () => {
  test("opens one panel at a time, and keeps what belongs to the page", () => {
    const params = withOpened(new URLSearchParams("doctor=3&pages=50&record=12"), { amend: 12 });
    expect(params.toString()).toBe("doctor=3&pages=50&amend=12");
    expect(openedIn(params)).toEqual({ amend: 12 });
    expect(openedIn(withOpened(params, {}))).toEqual({});
  });

  test.each([
    ["panel=new", { new: "anyone" }],
    ["new=7", { new: 7 }],
    ["record=x&amend=-1&new=0", {}],
  ])("%s", (search, opened) => {
    expect(openedIn(new URLSearchParams(search))).toEqual(opened);
  });

  test("another filter starts at the first page; what can't be read filters nothing", () => {
    const params = withFilter(new URLSearchParams("pages=50.100&patient=7&record=1"), { doctor: 3, from: "2026-11-01", patient: undefined });
    expect(params.toString()).toBe("record=1&doctor=3&from=2026-11-01");
    expect(filtersOn(filterIn(params))).toBe(2);
    expect(filterIn(new URLSearchParams("patient=Ana&from=yesterday&sort=name"))).toEqual({
      patient: undefined,
      doctor: undefined,
      from: undefined,
      to: undefined,
      sort: "-record_date",
    });
  });
});
