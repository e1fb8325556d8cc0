import type { TFunction } from "i18next";

const FIELDS = ["name", "email", "date_of_birth", "phone", "address", "blood_group", "identifiers"] as const;

/** A field of a patient as people call it. */
export function fieldName(field: string, t: TFunction): string {
  const known = FIELDS.find((name) => name === field);
  return known ? t(`imports.field.${known}`) : field;
}
