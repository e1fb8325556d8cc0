/** Half-filled forms outlive their panel while the page is open: in memory, gone with the tab, never written anywhere. */
const drafts = new Map<string, unknown>();

export function keepDraft(name: string, values: unknown): void {
  drafts.set(name, values);
}

/** The owner knows what it kept under this name. */
export function takeDraft(name: string): unknown {
  const values = drafts.get(name);
  drafts.delete(name);
  return values;
}
