import { describe, expect, test } from "vitest";
import { excerpt, redline, wordsOf, type Piece } from "@/features/records/redline";

/** [-gone-]{+new+}, and … where something is left out. */
function drawn(pieces: Piece[]): string {
  return pieces
    .map((piece) => (piece.kind === "cut" ? "…" : piece.kind === "gone" ? `[-${piece.text}-]` : piece.kind === "new" ? `{+${piece.text}+}` : piece.text))
    .join("");
}
const read = (pieces: Piece[], left: "gone" | "new") =>
  pieces.map((piece) => (piece.kind === "cut" || piece.kind === left ? "" : piece.text)).join("");

test.each([
  ["a changed dose", "Ferrous sulfate 50 mg, daily", "Ferrous sulfate 80 mg, daily", "Ferrous sulfate [-50-]{+80+} mg, daily"],
  ["a schedule stays one word", "Ramipril 1-0-0", "Ramipril 1-0-1", "Ramipril [-1-0-0-]{+1-0-1+}"],
  ["a reading stays one word", "BP 148/92.", "BP 144/90.", "BP [-148/92-]{+144/90+}."],
  ["words added before a full stop", "Diet talked through.", "Diet talked through; check in January.", "Diet talked through{+; check in January+}."],
  ["words taken out", "mild, dry cough at night", "dry cough at night", "[-mild, -]dry cough at night"],
  ["neighbours are struck together", "no fever today at all", "high temperature today at all", "[-no fever-]{+high temperature+} today at all"],
  ["nothing before", "", "Rest", "{+Rest+}"],
  ["nothing after", "Rest", "", "[-Rest-]"],
  ["a text written anew", "Sore throat, no fever", "Fracture of the left wrist, cast", "[-Sore throat, no fever-]{+Fracture of the left wrist, cast+}"],
  ["a line of its own", "Iron\nVitamin C", "Iron\nZinc\nVitamin C", "Iron\n{+Zinc\n+}Vitamin C"],
  ["Arabic", "سيتيريزين 10 ملغ عند الحاجة", "سيتيريزين 20 ملغ عند الحاجة", "سيتيريزين [-10-]{+20+} ملغ عند الحاجة"],
])("%s", (_name, before, after, expected) => {
  expect(drawn(redline(before, after))).toBe(expected);
});

test("words are found where a script writes no spaces", () => {
  expect(wordsOf("頭痛と発熱").length).toBeGreaterThan(1);
});

describe("whatever is compared", () => {
  const words = ["iron", "50 mg,", "daily.", "\n", "no", "fever", "1-0-1", "李", "حبة", "“x”", "  "];
  // a fixed sequence, so that a failure can be seen again
  let seed = 7;
  const next = (most: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
  const sentence = () => Array.from({ length: next(9) }, () => words[next(words.length)]).join(next(2) ? " " : "");

  test("without what is new it reads as before, without what is gone as after", () => {
    for (let round = 0; round < 500; round++) {
      const [before, after] = [sentence(), sentence()];
      const pieces = redline(before, after);
      expect(read(pieces, "new")).toBe(before);
      expect(read(pieces, "gone")).toBe(after);
    }
  });
});

test("a text of ten thousand characters is compared in no time", () => {
  const long = Array.from({ length: 1600 }, (_, index) => `word${index}`).join(" ");
  const pieces = redline(long, long.replace("word800", "other"));
  expect(drawn(excerpt(pieces, 2))).toBe("…word798 word799 [-word800-]{+other+} word801 word802…");
});

test("an excerpt keeps what is near a change, and says where it left something out", () => {
  const before = "one two three four five six seven eight nine ten eleven twelve 50 mg one two three four five six seven eight nine ten eleven twelve";
  expect(drawn(excerpt(redline(before, before.replace("50", "80")), 2))).toBe("…eleven twelve [-50-]{+80+} mg one…");
});
