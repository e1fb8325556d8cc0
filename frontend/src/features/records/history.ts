import type { RecordVersion } from "@/lib/api";

/** The fields of a record's text, in the order in which they are read. */
export const TEXTS = ["diagnosis", "prescription", "notes", "record_date", "doctor_name"] as const;
export type TextName = (typeof TEXTS)[number];

export type Change = { field: TextName; before: string; after: string };
export type Entry = {
  version: RecordVersion;
  what: "written" | "amended" | "deleted" | "restored" | "merged";
  changes: Change[];
};

export function changesBetween(before: Pick<RecordVersion, TextName>, after: Pick<RecordVersion, TextName>): Change[] {
  return TEXTS.map((field) => ({ field, before: before[field] ?? "", after: after[field] ?? "" })).filter(
    (change) => change.before !== change.after,
  );
}

/** What happened to a record, the newest first, as the server lists its versions. */
export function historyOf(versions: RecordVersion[]): Entry[] {
  return versions.map((version, index) => {
    const before = versions[index + 1];
    if (!before) return { version, what: "written", changes: [] };
    const changes = changesBetween(before, version);
    return { version, what: changes.length ? "amended" : whatHappened(version.reason), changes };
  });
}

/** Deleting, bringing back and merging its doctor change no text; the server notes them as the reason. */
function whatHappened(reason: string | null): Entry["what"] {
  return reason === "deleted" || reason === "restored" || reason === "merged" ? reason : "amended";
}

export function timesAmended(history: Entry[]): number {
  return history.filter(({ what }) => what === "amended").length;
}
