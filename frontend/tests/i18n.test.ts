import { describe, expect, test } from "vitest";
import ar from "@/locales/ar";
import en from "@/locales/en";
import { pseudo, type Texts } from "@/lib/pseudo";

const PLURAL = /_(zero|one|two|few|many|other)$/;

function flat(texts: Texts, path = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === "string") all.set(path + key, value);
    else for (const [inner, text] of flat(value, `${path}${key}.`)) all.set(inner, text);
  }
  return all;
}

const english = flat(en);
const arabic = flat(ar);
const names = (texts: Map<string, string>) => new Set([...texts.keys()].map((key) => key.replace(PLURAL, "")));
const counted = new Set([...english.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, "")));
const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}|<(\w+)>/g)].map(([, value, tag]) => value ?? tag).sort();

describe("every text is there in both languages", () => {
  test("the same keys, no more and no fewer", () => {
    expect([...names(arabic)].sort()).toEqual([...names(english)].sort());
  });

  test("no text is empty or still English", () => {
    const same = [...arabic].filter(([key, text]) => !text.trim() || (text === english.get(key) && /[a-z]{3}/i.test(text) && !key.startsWith("keys.")));
    expect(same).toEqual([]);
  });

  test.each([["en", english], ["ar", arabic]] as const)("%s has every plural form that the language knows", (language, texts) => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const missing = [...counted].flatMap((name) => categories.map((category) => `${name}_${category}`).filter((key) => !texts.has(key)));
    expect(missing).toEqual([]);
  });

  test("a translation uses the values of its original, and none of its own", () => {
    const different = [...arabic].filter(([key, text]) => {
      const original = english.get(key) ?? english.get(key.replace(PLURAL, "_other")) ?? "";
      const used = values(text);
      // one and two are often words of their own and need no figure
      return PLURAL.test(key) ? used.some((value) => !values(original).includes(value)) : String(used) !== String(values(original));
    });
    expect(different).toEqual([]);
  });

  test("no sentence is put together from two texts", () => {
    expect([...english].filter(([, text]) => text !== text.trim())).toEqual([]);
  });
});

describe("the pseudo-language", () => {
  test("wraps and accents a text and leaves its values and tags alone", () => {
    expect(pseudo("Patients <b>{{total}}</b>")).toBe("⟦Þáţíéñţš <b>{{total}}</b>⟧");
  });
});
