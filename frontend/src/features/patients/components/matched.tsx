import { matchDigits, matchWords, type Part } from "@/features/patients/matching";

/** A name or e-mail address with what was searched for marked in it, in its own direction. */
export function MatchedText({ children, search }: { children: string; search: string }) {
  return <bdi>{search.trim() ? <Parts of={matchWords(children, search)} /> : children}</bdi>;
}

/** A phone number reads from left to right in every language. */
export function MatchedPhone({ children, search }: { children: string; search: string }) {
  return <bdi dir="ltr">{search.trim() ? <Parts of={matchDigits(children, search)} /> : children}</bdi>;
}

function Parts({ of }: { of: Part[] }) {
  return of.map(({ text, found }, at) => (found ? <mark key={at}>{text}</mark> : text));
}
