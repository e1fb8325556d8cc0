import type { TFunction } from "i18next";
import type { MeanwhileField } from "@/components/changed-meanwhile";
import type { Patient, PatientDetail } from "@/lib/api";
import { ApiError } from "@/lib/api-error";
import type { Formats } from "@/lib/format";
import { merged, whoChanged } from "@/lib/merge";
import { bloodText, bodyOf, FIELDS, LABELS, valuesOf, type PatientField, type PatientValues } from "./patient-form";

type Details = Record<PatientField, string | null>;

const detailsOf = (values: PatientValues): Details => ({ blood_group: null, phone: null, address: null, ...bodyOf(values) });

/** The patient as a colleague saved them meanwhile; null for any other error. */
export function savedMeanwhile(error: unknown): PatientDetail | null {
  return error instanceof ApiError && error.status === 412 ? (error.current as PatientDetail) : null;
}

/** A newer version that says the same in every field of the form leaves nothing to decide. */
export function saysTheSame(one: Patient, other: Patient): boolean {
  return FIELDS.every((name) => whoChanged(one[name], one[name], other[name]) === "nobody");
}

/** What I typed over what they saved. */
export function mineOverTheirs(before: Patient, mine: PatientValues, theirs: Patient, giveUp: readonly string[]): PatientValues {
  const details = merged(detailsOf(valuesOf(before)), detailsOf(mine), detailsOf(valuesOf(theirs)), giveUp as PatientField[]);
  return valuesOf(details as Pick<Patient, PatientField>);
}

/** The three versions of every field, as they are read. */
export function meanwhileFields(before: Patient, mine: PatientValues, theirs: Patient, t: TFunction, format: Formats): MeanwhileField[] {
  const read = (name: PatientField, value: string | null) => {
    if (!value) return "";
    if (name === "date_of_birth") return /^\d{4}-\d\d-\d\d$/.test(value) ? format.date(value) : value;
    return name === "blood_group" ? bloodText(value) : value;
  };
  const typed = detailsOf(mine);
  return FIELDS.map((name) => ({
    name,
    label: t(LABELS[name]),
    before: read(name, before[name]),
    mine: read(name, typed[name]),
    theirs: read(name, theirs[name]),
  }));
}
