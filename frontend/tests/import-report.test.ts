import { describe, expect, test, vi } from "vitest";
import { reasonText } from "@/features/imports/reason-text";
import { contentTypeOf, headersByField, refusedAsText, type ImportReport } from "@/features/imports/report";
import { linesOf, readReport } from "@/features/imports/report-stream";
import { ApiError, NetworkError } from "@/lib/api-error";
import { formatsFor } from "@/lib/format";
import { english as t } from "./texts";

/** A stream cut into the pieces given, as the network cuts it. */
function streamOf(...pieces: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
      controller.close();
    },
  });
}

const report = { read: 2, created: 2 } as ImportReport;

describe("the stream of an import", () => {
  test("is read line by line, wherever it is cut", async () => {
    const [before, after] = [new TextEncoder().encode('{"a":"Zo').buffer, new Uint8Array([0xc3])];
    const lines: string[] = [];
    for await (const line of linesOf(streamOf("1\n2", "2\n\n3", "3\n", new Uint8Array(before), after, new Uint8Array([0xab]), '"}'))) lines.push(line);
    expect(lines).toEqual(["1", "22", "33", '{"a":"Zoë"}']);
  });

  test("tells how far it is, and ends with the report", async () => {
    const onProgress = vi.fn();
    const progress = { read: 1, bytes: 10, of_bytes: 20 };
    const lines = [{ progress }, { report }].map((line) => JSON.stringify(line) + "\n");
    expect(await readReport(streamOf(...lines), onProgress)).toEqual(report);
    expect(onProgress).toHaveBeenCalledExactlyOnceWith(progress);
  });

  test("that ends with a refusal is that refusal", async () => {
    const line = JSON.stringify({ success: false, error: "The database is away.", code: "unavailable" });
    await expect(readReport(streamOf('{"progress":{"read":1,"bytes":1,"of_bytes":2}}\n', line), () => undefined)).rejects.toMatchObject({ code: "unavailable", status: 503 });
    await expect(readReport(streamOf(line), () => undefined)).rejects.toBeInstanceOf(ApiError);
  });

  test("that breaks off is an answer that did not come", async () => {
    await expect(readReport(streamOf('{"progress":{"read":1,"bytes":1,"of_bytes":2}}\n'), () => undefined)).rejects.toBeInstanceOf(NetworkError);
    await expect(readReport(streamOf('{"repo'), () => undefined)).rejects.toBeInstanceOf(NetworkError);
  });
});

test.each([
  ["patients.csv", "text/csv"],
  ["Patienten.TXT", "text/csv"],
  ["bundle.json", "application/fhir+json"],
  ["bundles.ndjson", "application/x-ndjson"],
  ["no ending", "text/csv"],
])("%s is sent as %s", (name, type) => {
  expect(contentTypeOf(name)).toBe(type);
});

test("columns are listed by what they became", () => {
  expect(headersByField({ given: "name", birth_date: "date_of_birth", family: "name" })).toEqual([
    ["name", ["given", "family"]],
    ["date_of_birth", ["birth_date"]],
  ]);
});

test("refused rows can be taken along as text", () => {
  const refused = [
    { line: 3, field: "email", reason: "This is needed." },
    { line: 9, field: null, reason: "Odd." },
  ];
  expect(refusedAsText(refused, (line) => `Line ${line}`, (reason) => reason)).toBe("Line 3\temail\tThis is needed.\nLine 9\t\tOdd.\n");
});

test.each([
  ["Write the year with four digits. Write the date as 1956-08-03.", "Write the date as 1956-08-03."],
  ["February 1991 had 28 days.", "February 1991 had 28 days."],
  ["A sentence nobody knew.", "A sentence nobody knew."],
])("the reason “%s” reads “%s”", (reason, sentence) => {
  expect(reasonText(reason, t, formatsFor("en", "Europe/Berlin"))).toBe(sentence);
});
