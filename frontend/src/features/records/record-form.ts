import type { TFunction } from "i18next";
import * as z from "zod/mini";
import type { MedicalRecord } from "@/lib/api";
import { dateError } from "@/lib/date-check";
import type { Formats } from "@/lib/format";
import { changedFields } from "@/lib/merge";

export type ChosenPatient = { id: number; name: string; date_of_birth: string };

/** What stands in the fields. An empty text is an absent one; a doctor is chosen by the number, "" while none is. */
export type RecordForm = {
  patient: ChosenPatient | null;
  record_date: string;
  doctor_id: string;
  diagnosis: string;
  prescription: string;
  notes: string;
  /** of an amendment */
  reason: string;
};

const LONGEST_TEXT = 10_000;
const LONGEST_REASON = 1_000;

type Words = { t: TFunction; format: Formats; today: string };

/** The server says all this too, but later and in one language. */
function written(missing: string | null, most: number, { t, format }: Words) {
  const tooLong = z.maxLength(most, t("records.too_long", { most: format.number(most) }));
  // nothing is trimmed away: what was typed is what is kept
  return missing ? z.string().check(z.refine((text) => text.trim() !== "", missing), tooLong) : z.string().check(tooLong);
}

function day({ t, format, today }: Words) {
  const problemOf = (value: string) => dateError(value, t, format) ?? (value > today ? t("records.date_to_come") : null);
  return z.string().check(({ value, issues }) => {
    const message = problemOf(value);
    if (message) issues.push({ code: "custom", input: value, message });
  });
}

const patient = z.nullable(z.object({ id: z.number(), name: z.string(), date_of_birth: z.string() }));

function recordShape(words: Words) {
  const { t } = words;
  return {
    patient,
    record_date: day(words),
    doctor_id: z.string().check(z.minLength(1, t("records.doctor_missing"))),
    diagnosis: written(t("records.diagnosis_missing"), LONGEST_TEXT, words),
    prescription: written(null, LONGEST_TEXT, words),
    notes: written(null, LONGEST_TEXT, words),
    reason: z.string(),
  };
}

export function newRecordSchema(words: Words) {
  const chosen = patient.check(z.refine((value) => value !== null, words.t("records.patient_missing")));
  return z.object({ ...recordShape(words), patient: chosen });
}

export function amendmentSchema(words: Words) {
  return z.object({ ...recordShape(words), reason: written(words.t("records.reason_missing"), LONGEST_REASON, words) });
}

export function valuesOf(record: MedicalRecord): RecordForm {
  return {
    patient: null,
    record_date: record.record_date,
    doctor_id: String(record.doctor_id),
    diagnosis: record.diagnosis,
    prescription: record.prescription ?? "",
    notes: record.notes ?? "",
    reason: "",
  };
}

export type NewRecord = { patient_id: number; doctor_id?: number; diagnosis: string; record_date: string; prescription: string | null; notes: string | null };

const textOrNothing = (text: string) => (text.trim() ? text : null);

/** What is sent. A doctor writes under the own name and so names nobody. */
export function newRecordOf(values: RecordForm, patientId: number, { isDoctor }: { isDoctor: boolean }): NewRecord {
  return {
    patient_id: patientId,
    ...(!isDoctor && { doctor_id: Number(values.doctor_id) }),
    diagnosis: values.diagnosis,
    record_date: values.record_date,
    prescription: textOrNothing(values.prescription),
    notes: textOrNothing(values.notes),
  };
}

export type Amendment = Partial<Omit<NewRecord, "patient_id">> & { reason: string };

/** Only what reads differently now, and why; null where nothing does. */
export function amendmentOf(values: RecordForm, before: MedicalRecord): Amendment | null {
  const now = {
    doctor_id: Number(values.doctor_id),
    diagnosis: values.diagnosis,
    record_date: values.record_date,
    prescription: textOrNothing(values.prescription),
    notes: textOrNothing(values.notes),
  };
  const { doctor_id, diagnosis, record_date, prescription, notes } = before;
  const changed = changedFields({ doctor_id, diagnosis, record_date, prescription, notes }, now);
  return Object.keys(changed).length ? { ...changed, reason: values.reason } : null;
}
