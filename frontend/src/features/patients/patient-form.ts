import type { TFunction } from "i18next";
import type { Patient } from "@/lib/api";
import type { components } from "@/lib/api-types";
import { dateError } from "@/lib/date-check";
import type { Formats } from "@/lib/format";

/** What the form holds: texts as typed, and whether somebody said that there is no e-mail. */
export type PatientValues = {
  name: string;
  date_of_birth: string;
  blood_group: string;
  email: string;
  no_email: boolean;
  phone: string;
  address: string;
};
export type PatientField = Exclude<keyof PatientValues, "no_email">;
export type PatientBody = components["schemas"]["NewPatient"];

/** In the order of the form, which is that of the error summary. */
export const FIELDS = ["name", "date_of_birth", "blood_group", "email", "phone", "address"] as const satisfies PatientField[];
export const LABELS = {
  name: "patients.name",
  date_of_birth: "patients.date_of_birth",
  blood_group: "patients.blood_group",
  email: "patients.email",
  phone: "patients.phone",
  address: "patients.address",
} as const satisfies Record<PatientField, string>;
export const BLOOD_GROUPS = ["A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"] as const;
export const EMPTY: PatientValues = { name: "", date_of_birth: "", blood_group: "", email: "", no_email: false, phone: "", address: "" };

export function valuesOf(patient: Pick<Patient, PatientField>): PatientValues {
  return {
    name: patient.name,
    date_of_birth: patient.date_of_birth,
    blood_group: patient.blood_group ?? "",
    email: patient.email ?? "",
    no_email: patient.email === null,
    phone: patient.phone ?? "",
    address: patient.address ?? "",
  };
}

export function bodyOf(values: PatientValues): PatientBody {
  return {
    name: values.name.trim(),
    date_of_birth: values.date_of_birth,
    blood_group: (values.blood_group || null) as PatientBody["blood_group"],
    email: values.no_email ? null : values.email.trim(),
    phone: values.phone.trim() || null,
    address: values.address.trim() || null,
  };
}

const EMAIL = /^[^\s@<>,;:"\\()[\]]+@[^\s@.<>,;:"\\()[\]]+(\.[^\s@.<>,;:"\\()[\]]+)+$/;
const PHONE = /^\+?[\p{Nd}\s()./\-–]+(?:\s*(?:x|ext\.?|#)\s*\p{Nd}+)?$/iu;

/** What needs a look, as sentences by field. The server checks the same again; here they come in the reader's language. */
export function problemsIn(values: PatientValues, t: TFunction, format: Formats, today: string): Partial<Record<PatientField, string>> {
  const problems = {
    name: nameProblem(values.name.trim(), t),
    date_of_birth: bornProblem(values.date_of_birth, t, format, today),
    email: values.no_email ? null : emailProblem(values.email.trim(), t),
    phone: phoneProblem(values.phone.trim(), values.no_email, t),
    address: values.address.trim().length > 1000 ? t("patients.problem.too_long", { count: 1000 }) : null,
  };
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem));
}

function nameProblem(name: string, t: TFunction) {
  if (!name) return t("patients.problem.name_missing");
  return name.length > 100 ? t("patients.problem.too_long", { count: 100 }) : null;
}

function bornProblem(bornOn: string, t: TFunction, format: Formats, today: string) {
  if (!bornOn.trim()) return t("patients.problem.born_missing");
  return dateError(bornOn, t, format) ?? (bornOn > today ? t("patients.problem.born_in_future") : null);
}

function emailProblem(email: string, t: TFunction) {
  if (!email) return t("patients.problem.email_missing");
  if (!EMAIL.test(email)) return t("patients.problem.email_unreadable");
  return email.length > 120 ? t("patients.problem.too_long", { count: 120 }) : null;
}

function phoneProblem(phone: string, isNeeded: boolean, t: TFunction) {
  if (!phone) return isNeeded ? t("patients.problem.phone_missing") : null;
  const digits = phone.replace(/\P{Nd}/gu, "").length;
  if (!PHONE.test(phone)) return t("patients.problem.phone_unreadable");
  if (digits < 3 || digits > 15) return t("patients.problem.phone_digits");
  return phone.length > 20 ? t("patients.problem.too_long", { count: 20 }) : null;
}

/** With a real minus, as wide as the plus. */
export function bloodText(group: string): string {
  return group.replace("-", "−");
}
