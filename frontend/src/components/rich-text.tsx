import type { ParseKeys } from "i18next";
import { cloneElement, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

type RichTextProps = {
  of: ParseKeys;
  values?: Record<string, string | number>;
  /** what stands for <name/> in the text, or around the words of <name>…</name> */
  parts: Record<string, ReactElement>;
};

const TAG = /<(\w+)\/>|<(\w+)>(.*?)<\/\2>/g;
/** A value is never read as markup: its brackets stand aside while the text is taken apart. */
const [OPEN, AWAY] = [/</g, "\uE000"];
const BACK = /\uE000/g;

/** A text with elements in it: a name in its own direction, a figure in bold. */
export function RichText({ of, values, parts }: RichTextProps) {
  const { t } = useTranslation();
  const safe = Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, typeof value === "string" ? value.replace(OPEN, AWAY) : value]));
  const text: string = t(of, safe);
  const pieces: (string | ReactElement)[] = [];
  let end = 0;
  for (const { 0: tag, 1: alone, 2: around, 3: words = "", index } of text.matchAll(TAG)) {
    pieces.push(text.slice(end, index).replace(BACK, "<"), element(parts[alone ?? around ?? ""], index, around ? words.replace(BACK, "<") : undefined));
    end = index + tag.length;
  }
  return [...pieces, text.slice(end).replace(BACK, "<")];
}

function element(part: ReactElement | undefined, key: number, words: string | undefined): ReactElement {
  if (!part) throw new Error("a text has a tag that nothing stands for");
  return words === undefined ? cloneElement(part, { key }) : cloneElement(part, { key }, words);
}
