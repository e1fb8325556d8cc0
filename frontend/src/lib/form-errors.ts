import type { FieldErrors, FieldPath, FieldValues, UseFormSetError } from "react-hook-form";
import { ApiError } from "./api-error";

/** Puts the server's sentences beside the fields they are about. False when there was nothing to put anywhere. */
export function showFieldErrors<Values extends FieldValues>(
  error: unknown,
  setError: UseFormSetError<Values>,
  names: readonly FieldPath<Values>[],
): boolean {
  if (!(error instanceof ApiError)) return false;
  const known = names.filter((name) => error.fields[name]?.length);
  for (const name of known) setError(name, { type: "server", message: error.fields[name]?.join(" ") ?? "" });
  return known.length > 0;
}

/** What ErrorSummary lists, in the order of the form. */
export function summaryOf<Values extends FieldValues>(errors: FieldErrors<Values>, labels: Partial<Record<keyof Values & string, string>>) {
  return Object.entries(labels)
    .filter(([name]) => errors[name])
    .map(([name, label]) => ({ name, label: label as string }));
}
