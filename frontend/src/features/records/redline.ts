/** What changed from one text to another, word by word, as a person would mark it on paper. */

export type Piece = { kind: "same" | "gone" | "new"; text: string } | { kind: "cut" };

/** More pairs of words than this are not compared: a text that was written anew is shown as such. */
const MOST_PAIRS = 1_000_000;
/** Below this share of kept words a redline is harder to read than the two texts. */
const LEAST_KEPT = 0.3;

// Scripts that write no spaces between words; the browser knows where their words end.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
// A dose stays whole (1-0-1, 2.5, 148/92); only what ends or brackets a word is taken off it.
const WORD_IN_MARKS = /^([([{"“„«'‘]*)(.*?)([)\]}"”“»'’.,;:!?،؛؟。、]*)$/su;

export function wordsOf(text: string): string[] {
  return (text.match(/\s+|\S+/gu) ?? []).flatMap((run) => (/^\s/u.test(run) ? [run] : split(run)));
}

function split(run: string): string[] {
  const [, before = "", word = "", after = ""] = WORD_IN_MARKS.exec(run) ?? [];
  const parts = UNSPACED.test(word) ? [...new Intl.Segmenter(undefined, { granularity: "word" }).segment(word)].map(({ segment }) => segment) : [word];
  return [...marks(before), ...parts, ...marks(after)].filter(Boolean);
}

const marks = (text: string) => text.match(/./gsu) ?? [];

/** The one text with the other in it. Everything that is not "new" reads as before, everything that is not "gone" as after. */
export function redline(before: string, after: string): Piece[] {
  if (before === after) return before ? [{ kind: "same", text: before }] : [];
  const whole = [said("gone", before), said("new", after)].flat();
  if (!before || !after) return whole;

  const [a, b] = [wordsOf(before), wordsOf(after)];
  const head = commonLength(a, b);
  const tail = commonLength(a.slice(head).reverse(), b.slice(head).reverse());
  const [ownA, ownB] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  if (ownA.length * ownB.length > MOST_PAIRS) return whole;

  const steps: Step[] = [...same(a.slice(0, head)), ...compare(ownA, ownB), ...same(a.slice(a.length - tail))];
  return keptShare(steps) < LEAST_KEPT ? whole : joined(grouped(steps));
}

type Step = { kind: "same" | "gone" | "new"; text: string };

const said = (kind: Step["kind"], text: string): Step[] => (text ? [{ kind, text }] : []);
const same = (words: string[]): Step[] => words.map((text) => ({ kind: "same", text }));
const isSpace = (text: string) => /^\s*$/u.test(text);

function commonLength(a: string[], b: string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** The longest common run of words, by the classic table. */
function compare(a: string[], b: string[]): Step[] {
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (row: number, column: number) => longest[row * width + column] ?? 0;
  for (let row = a.length - 1; row >= 0; row--) {
    for (let column = b.length - 1; column >= 0; column--) {
      longest[row * width + column] =
        a[row] === b[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const steps: Step[] = [];
  let row = 0;
  let column = 0;
  while (row < a.length || column < b.length) {
    const [gone, added] = [a[row], b[column]];
    if (gone !== undefined && gone === added) {
      steps.push({ kind: "same", text: gone });
      row++;
      column++;
    } else if (gone !== undefined && (added === undefined || at(row + 1, column) >= at(row, column + 1))) {
      steps.push({ kind: "gone", text: gone });
      row++;
    } else if (added !== undefined) {
      steps.push({ kind: "new", text: added });
      column++;
    }
  }
  return steps;
}

function keptShare(steps: Step[]): number {
  const words = steps.filter(({ text }) => !isSpace(text));
  return words.length ? words.filter(({ kind }) => kind === "same").length / words.length : 1;
}

/** Words that change side by side are struck together and written together, not by turns. */
function grouped(steps: Step[]): Step[] {
  const result: Step[] = [];
  let group: Step[] = [];
  const flush = () => {
    // spaces behind the last change are not part of it
    const end = group.findLastIndex(({ kind }) => kind !== "same") + 1;
    result.push(...merged(group.slice(0, end)), ...group.slice(end));
    group = [];
  };
  for (const step of steps) {
    const isInside = step.kind !== "same" || (group.length > 0 && isSpace(step.text));
    if (!isInside) flush();
    (isInside ? group : result).push(step);
  }
  flush();
  return result;
}

function merged(group: Step[]): Step[] {
  const gone = group.filter(({ kind }) => kind !== "new").map(({ text }) => text).join("");
  const added = group.filter(({ kind }) => kind !== "gone").map(({ text }) => text).join("");
  return isSpace(gone) || isSpace(added) ? group : [...said("gone", gone), ...said("new", added)];
}

function joined(steps: Step[]): Piece[] {
  const pieces: Step[] = [];
  for (const step of steps) {
    const last = pieces.at(-1);
    if (last?.kind === step.kind) last.text += step.text;
    else pieces.push({ ...step });
  }
  return pieces;
}

/** Leaves out long unchanged stretches, so that a changed dose in a long note is found at once. */
export function excerpt(pieces: Piece[], around = 6): Piece[] {
  return pieces.flatMap((piece, index): Piece[] => {
    if (piece.kind !== "same") return [piece];
    const words = wordsOf(piece.text);
    const isFirst = index === 0;
    const isLast = index === pieces.length - 1;
    const kept = around * 2; // a word and the space behind it
    if (words.length <= kept * (isFirst || isLast ? 1 : 2) + 4) return [piece];
    return [
      ...(isFirst ? [] : said("same", words.slice(0, kept).join(""))),
      { kind: "cut" },
      ...(isLast ? [] : said("same", words.slice(-kept).join(""))),
    ];
  });
}
