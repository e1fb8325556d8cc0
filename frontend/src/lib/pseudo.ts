/** The pseudo-language en-XA: every text that went through t() is wrapped and accented, so a bare one is seen (and found by a test). */
const ACCENTED: Record<string, string> = {
  a: "á", b: "ƀ", c: "ç", d: "ð", e: "é", f: "ƒ", g: "ĝ", h: "ĥ", i: "í", j: "ĵ", k: "ķ", l: "ļ", m: "ɱ", n: "ñ", o: "ó", p: "þ", q: "ǫ", r: "ŕ", s: "š", t: "ţ", u: "ú", v: "ṽ", w: "ŵ", x: "ẋ", y: "ý", z: "ž",
  A: "Á", B: "Ɓ", C: "Ç", D: "Ð", E: "É", F: "Ƒ", G: "Ĝ", H: "Ĥ", I: "Í", J: "Ĵ", K: "Ķ", L: "Ļ", M: "Ḿ", N: "Ñ", O: "Ó", P: "Þ", Q: "Ǫ", R: "Ŕ", S: "Š", T: "Ţ", U: "Ú", V: "Ṽ", W: "Ŵ", X: "Ẋ", Y: "Ý", Z: "Ž",
};

/** What must stay as it is: {{values}}, $t(nested) and <tags>. */
const KEPT = /(\{\{.*?\}\}|\$t\(.*?\)|<.*?>)/;

export function pseudo(text: string): string {
  const accented = text
    .split(KEPT)
    .map((part, index) => (index % 2 ? part : part.replace(/[A-Za-z]/g, (letter) => ACCENTED[letter] ?? letter)))
    .join("");
  return `⟦${accented}⟧`;
}

export type Texts = { [key: string]: string | Texts };

export function pseudoAll(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [key, typeof value === "string" ? pseudo(value) : pseudoAll(value)]),
  );
}
