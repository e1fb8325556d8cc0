import type { components } from "@/lib/api-types";

export type ImportReport = components["schemas"]["ImportReport"];
export type Progress = { read: number; bytes: number; of_bytes: number };

/** What the file itself says it is may be empty, or the name of a spreadsheet program: its ending decides. */
export function contentTypeOf(name: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (ending === "json") return "application/fhir+json";
  if (ending === "ndjson" || ending === "jsonl") return "application/x-ndjson";
  return "text/csv";
}

/** Rows that change something. */
export function changesIn({ created, completed }: Pick<ImportReport, "created" | "completed">): number {
  return created + completed;
}

/** Headers of the file by the field that they became part of: several make up a name or an address. */
export function headersByField(mapped: Record<string, string>): [string, string[]][] {
  const fields = new Map<string, string[]>();
  for (const [header, field] of Object.entries(mapped)) fields.set(field, [...(fields.get(field) ?? []), header]);
  return [...fields];
}

/** The refused rows as a text that a spreadsheet reads too, a line each. */
export function refusedAsText(refused: ImportReport["refused"], unit: (line: number) => string, reason: (text: string) => string): string {
  return refused.map(({ line, field, reason: why }) => [unit(line), field ?? "", reason(why)].join("\t")).join("\n") + "\n";
}
