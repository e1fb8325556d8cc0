import { expect, test } from "vitest";
import { changesBetween, historyOf, timesAmended } from "@/features/records/history";
import type { RecordVersion } from "@/lib/api";

const version = (number: number, fields: Partial<RecordVersion> = {}): RecordVersion => ({
  version: number,
  diagnosis: "Iron deficiency",
  prescription: null,
  doctor_name: "Dr Ruth Adeyemi",
  record_date: "2026-11-17",
  notes: null,
  reason: null,
  author_name: "Ruth Adeyemi",
  written_at: "2026-11-17T10:00:00+01:00",
  ...fields,
});

test("the oldest version was written, a later one with another text amended it", () => {
  const history = historyOf([version(2, { prescription: "Iron 80 mg", reason: "forgotten" }), version(1)]);
  expect(history.map(({ what }) => what)).toEqual(["amended", "written"]);
  expect(history[0]?.changes).toEqual([{ field: "prescription", before: "", after: "Iron 80 mg" }]);
});

test("deleting and bringing back are told apart from amendments", () => {
  const history = historyOf([version(3, { reason: "restored" }), version(2, { reason: "deleted" }), version(1)]);
  expect(history.map(({ what }) => what)).toEqual(["restored", "deleted", "written"]);
  expect(timesAmended(history)).toBe(0);
});

test("a merge of its doctor amends nothing", () => {
  const history = historyOf([version(2, { reason: "merged" }), version(1)]);
  expect(history.map(({ what }) => what)).toEqual(["merged", "written"]);
  expect(timesAmended(history)).toBe(0);
});

test("somebody may give “deleted” as the reason of an amendment", () => {
  const history = historyOf([version(2, { notes: "line deleted", reason: "deleted" }), version(1)]);
  expect(history[0]?.what).toBe("amended");
});

test("changes are listed in the order in which a record is read", () => {
  const changes = changesBetween(version(1), version(2, { notes: "x", record_date: "2026-11-16", diagnosis: "y" }));
  expect(changes.map(({ field }) => field)).toEqual(["diagnosis", "notes", "record_date"]);
});
