import { describe, expect, test } from "vitest";
import { matchDigits, matchWords, type Part } from "@/features/patients/matching";

/** The parts with brackets around what was found. */
const shown = (parts: Part[]) => parts.map(({ text, found }) => (found ? `[${text}]` : text)).join("");

describe("the words of a search in a name", () => {
  test.each([
    ["Siobhán O’Brien-Łukasz", "sio", "[Sio]bhán O’Brien-Łukasz"],
    ["Siobhán O’Brien-Łukasz", "obrien luk", "Siobhán [O’Brien]-[Łuk]asz"],
    ["Ásdís Jónsdóttir", "jons asdis", "[Ásdís] [Jóns]dóttir"],
    ["Jürgen Groß", "gross", "Jürgen [Groß]"],
    ["Nguyễn Thị Minh Châu", "nguyen", "[Nguyễn] Thị Minh Châu"],
    ["Олена Шевченко", "шев", "Олена [Шев]ченко"],
    ["Γιώργος Παπαδόπουλος", "ΓΙΩΡΓΟΣ", "[Γιώργος] Παπαδόπουλος"],
    ["O'Brien-Łukasz 李", "李", "O'Brien-Łukasz 李"], // short searches mean how a name begins
    ["李Schröder 美玲", "李", "[李]Schröder 美玲"],
    ["أمل الحداد", "الحداد", "أمل [الحداد]"],
    ["Anna Hanna", "an", "[An]na Hanna"],
    ["Zoë 👩‍⚕️ Çelik", "celik", "Zoë 👩‍⚕️ [Çelik]"],
    ["Ana Ruiz", "zzz", "Ana Ruiz"],
    ["Ana Ruiz", "+49", "Ana Ruiz"],
  ])("%s, %s", (name, search, marked) => {
    expect(shown(matchWords(name, search))).toBe(marked);
  });

  test("an accent that is a sign of its own is marked with its letter", () => {
    expect(shown(matchWords("Jo\u0301ns", "jón"))).toBe("[Jo\u0301n]s");
  });

  test("the parts are the name again, whatever was searched", () => {
    const name = "Ⅷ ﬁ İstanbul ß\u0301 \u{1F468}\u200D\u{1F469}";
    for (const search of ["fi", "ist", "ss", "viii", " ", ".*", "\\"]) {
      expect(matchWords(name, search).map(({ text }) => text).join("")).toBe(name);
    }
  });
});

describe("the digits of a search in a phone number", () => {
  test.each([
    ["+49 30 5550 2231", "5550 22", "+49 30 [5550 22]31"],
    ["+49 30 5550 2231", "030 5550", "+49 [30 5550] 2231"],
    ["+49 30 5550 2231", "+49305", "+[49 30 5]550 2231"],
    ["+49 30 5550 2231", "22", "+49 30 5550 2231"],
    ["+49 30 5550 2231", "anna 222", "+49 30 5550 2231"],
    ["+49 30 5550 2231", "999", "+49 30 5550 2231"],
  ])("%s, %s", (phone, search, marked) => {
    expect(shown(matchDigits(phone, search))).toBe(marked);
  });
});
