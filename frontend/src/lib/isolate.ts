/** A name inside a plain sentence (a toast, a title) keeps its own direction, as <bdi> does for it in markup. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
