/** A text in the parts that a search found and those it did not; joined they are the text again. */
export type Part = { text: string; found: boolean };

const PLAIN: Record<string, string> = { ł: "l", ø: "o", đ: "d", ħ: "h", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ß: "ss", ς: "σ" };
/** From this length on the server looks inside words; shorter searches mean how a name begins. */
const SHORTEST_INNER = 3;

/** As the server folds (clinic/shared/keys.py): no case, accents or punctuation. */
function foldSign(sign: string): string {
  const lower = sign.normalize("NFKC").toLowerCase();
  const plain = lower.replace(/./gsu, (letter) => PLAIN[letter] ?? letter);
  const bare = plain.normalize("NFKD").replace(/[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/g, "").normalize("NFKC");
  if (/^['’‘ʼ`´ʻ]$/.test(sign)) return "";
  return bare.replace(/[^\p{L}\p{N}\p{M}]/gu, " ");
}

/** The folded text, and for each of its letters where it came from. */
function fold(text: string) {
  let folded = "";
  const origins: number[] = [];
  let at = 0;
  for (const sign of text) {
    for (const letter of foldSign(sign)) {
      folded += letter;
      origins.push(...Array<number>(letter.length).fill(at));
    }
    at += sign.length;
  }
  return { folded, origins };
}

export function foldedWords(text: string): string[] {
  return fold(text).folded.split(/\s+/).filter(Boolean);
}

function joined(text: string, found: Uint8Array): Part[] {
  const parts: Part[] = [];
  for (const at of found.keys()) {
    const last = parts.at(-1);
    const isFound = found[at] === 1;
    if (last?.found === isFound) last.text += text.charAt(at);
    else parts.push({ text: text.charAt(at), found: isFound });
  }
  return parts;
}

/** Marks from the origin of one folded letter up to that of another, with the accents that hang on the last one. */
function mark(text: string, found: Uint8Array, origins: number[], from: number, to: number) {
  const start = origins[from] ?? 0;
  let end = (origins[to] ?? start) + 1;
  while (end < text.length && (/^\p{M}$/u.test(text.charAt(end)) || /[\udc00-\udfff]/.test(text.charAt(end)))) end++;
  found.fill(1, start, end);
}

/** Where the words of a search stand in a name or e-mail address. */
export function matchWords(text: string, search: string): Part[] {
  const words = foldedWords(search);
  const { folded, origins } = fold(text);
  const found = new Uint8Array(text.length);
  const onlyBeginning = words.every((word) => word.length < SHORTEST_INNER);
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      const startsWord = at === 0 || folded[at - 1] === " ";
      if (word.length >= SHORTEST_INNER || (startsWord && !(onlyBeginning && at > 0 && words.length === 1))) {
        mark(text, found, origins, at, at + word.length - 1);
      }
    }
  }
  return joined(text, found);
}

/** Where the digits of a search stand in a phone number, however the two are spaced. */
export function matchDigits(text: string, search: string): Part[] {
  const found = new Uint8Array(text.length);
  const wanted = /^[+(]?[\d\s()./\-–]+$/.test(search.trim()) ? search.replace(/\D/g, "").replace(/^0+/, "") : "";
  const places = Array.from(text.matchAll(/\d/g), ({ index }) => index);
  const at = wanted.length >= SHORTEST_INNER ? text.replace(/\D/g, "").indexOf(wanted) : -1;
  const [from, to] = [places[at], places[at + wanted.length - 1]];
  if (at >= 0 && from !== undefined && to !== undefined) found.fill(1, from, to + 1);
  return joined(text, found);
}
