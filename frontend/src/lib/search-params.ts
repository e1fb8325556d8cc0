/** The same place with some of its query changed: null takes a name away. The rest, such as the page of a list, stays. */
export function withQuery(params: URLSearchParams, changes: Record<string, string | number | null>): { search: string } {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, String(value));
  }
  return { search: next.toString() };
}
