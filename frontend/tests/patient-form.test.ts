import { describe, expect, test } from "vitest";
import { ageAt } from "@/features/patients/age";
import { meanwhileFields, mineOverTheirs, saysTheSame, savedMeanwhile } from "@/features/patients/meanwhile";
import { bodyOf, EMPTY, problemsIn, valuesOf, type PatientValues } from "@/features/patients/patient-form";
import { prefillFrom } from "@/features/patients/prefill";
import type { PatientDetail } from "@/lib/api";
import { ApiError } from "@/lib/api-error";
import { formatsFor } from "@/lib/format";
import { english as t } from "./texts";

const format = formatsFor("en", "Europe/Berlin");
const form = (fields: Partial<PatientValues> = {}): PatientValues => ({ ...EMPTY, name: "Ana Ruiz", date_of_birth: "1990-01-31", email: "ana@mail.example", ...fields });
const problems = (fields: Partial<PatientValues>) => problemsIn(form(fields), t, format, "2026-11-17");
const patient = (fields: Partial<PatientDetail> = {}) =>
  ({ id: 7, version: 1, name: "Ana Ruiz", date_of_birth: "1990-01-31", email: "ana@mail.example", phone: null, address: null, blood_group: "A-", ...fields }) as PatientDetail;

describe("what needs a look before a patient is saved", () => {
  test("nothing, where everything that is needed is there", () => {
    expect(problems({})).toEqual({});
  });

  test.each<[keyof PatientValues, Partial<PatientValues>, string]>([
    ["name", { name: "  " }, "Write the name."],
    ["name", { name: "x".repeat(101) }, "This is too long; 100 characters fit."],
    ["date_of_birth", { date_of_birth: "" }, "Write the date of birth."],
    ["date_of_birth", { date_of_birth: "31.02.1991" }, "February 1991 had 28 days."],
    ["date_of_birth", { date_of_birth: "2026-11-18" }, "This day is still to come. Check the year."],
    ["email", { email: "" }, "Write the email, or tick “No email”."],
    ["email", { email: "ana@" }, "An email reads like name@example.org."],
    ["phone", { phone: "12" }, "A phone number has 3 to 15 digits."],
    ["phone", { phone: "call me" }, "Write the number with digits, such as +49 30 5550 1234."],
    ["phone", { no_email: true, phone: " " }, "Write a phone number, because there is no email."],
  ])("%s of %o", (name, fields, sentence) => {
    expect(problems(fields)).toEqual({ [name]: sentence });
  });

  test("no e-mail is a choice of its own, with a phone number in its place", () => {
    expect(problems({ no_email: true, email: "", phone: "+49 30 5550 1" })).toEqual({});
    expect(problems({ no_email: true, email: "half typed", phone: "٠٣٠ ٥٥٥٠" })).toEqual({});
  });
});

describe("what is sent", () => {
  test("an explicit null says that there is no e-mail, whatever was typed before", () => {
    expect(bodyOf(form({ no_email: true, phone: "123" }))).toMatchObject({ email: null, phone: "123" });
  });

  test("what is empty is null, and spaces around a text are not part of it", () => {
    expect(bodyOf(form({ name: " Ana ", address: "  ", blood_group: "" }))).toMatchObject({ name: "Ana", address: null, phone: null, blood_group: null });
  });

  test("a patient read into the form and sent back is the same", () => {
    const ana = patient({ email: null, phone: "123", blood_group: null });
    expect(bodyOf(valuesOf(ana))).toEqual({ name: ana.name, date_of_birth: ana.date_of_birth, email: null, phone: "123", address: null, blood_group: null });
  });
});

describe("a colleague saved meanwhile", () => {
  const before = patient();
  const theirs = patient({ version: 2, phone: "7788" });

  test("is read from a 412 and from nothing else", () => {
    const body = { success: false as const, error: "", code: "changed_meanwhile", current: theirs };
    expect(savedMeanwhile(new ApiError(412, body))).toBe(theirs);
    expect(savedMeanwhile(new ApiError(409, body))).toBeNull();
    expect(savedMeanwhile(new Error())).toBeNull();
  });

  test("a newer version that says the same leaves nothing to decide", () => {
    expect(saysTheSame(before, patient({ version: 9 }))).toBe(true);
    expect(saysTheSame(before, theirs)).toBe(false);
  });

  test("both changes are kept, in the form's own terms", () => {
    const mine = { ...valuesOf(before), address: "Gneisenaustr. 41" };
    expect(mineOverTheirs(before, mine, theirs, [])).toEqual({ ...valuesOf(theirs), address: "Gneisenaustr. 41" });
  });

  test("“no e-mail” of mine and another address of theirs is a decision", () => {
    const mine = { ...valuesOf(before), no_email: true };
    const other = patient({ version: 2, email: "new@mail.example" });
    expect(mineOverTheirs(before, mine, other, []).no_email).toBe(true);
    expect(mineOverTheirs(before, mine, other, ["email"])).toMatchObject({ no_email: false, email: "new@mail.example" });
  });

  test("every field is shown as it is read", () => {
    const fields = meanwhileFields(before, valuesOf(before), patient({ date_of_birth: "1990-01-30", blood_group: null }), t, format);
    expect(fields.find(({ name }) => name === "date_of_birth")).toEqual({ name: "date_of_birth", label: "Date of birth", before: "31 Jan 1990", mine: "31 Jan 1990", theirs: "30 Jan 1990" });
    expect(fields.find(({ name }) => name === "blood_group")).toMatchObject({ before: "A−", theirs: "" });
  });
});

describe("a search that found nobody begins the form", () => {
  test.each([
    ["jonsdotir", { name: "jonsdotir" }],
    ["  Ana   ", { name: "Ana" }],
    ["ana@mail.example", { email: "ana@mail.example" }],
    ["030 5550", { phone: "030 5550" }],
    ["31.1.1990", { date_of_birth: "1990-01-31" }],
    ["", {}],
  ])("%s", (search, fields) => {
    expect(prefillFrom(search, "en-GB")).toEqual({ ...EMPTY, ...fields });
  });
});

test.each([
  ["1990-11-18", { unit: "years", count: 35 }],
  ["1990-11-17", { unit: "years", count: 36 }],
  ["2024-11-18", { unit: "months", count: 23 }],
  ["2026-10-18", { unit: "days", count: 30 }],
  ["2026-10-17", { unit: "months", count: 1 }],
  ["2026-11-17", { unit: "days", count: 0 }],
])("born on %s, the age on 17 November 2026 is %o", (bornOn, age) => {
  expect(ageAt(bornOn, "2026-11-17")).toEqual(age);
});
