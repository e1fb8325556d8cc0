/** Half-filled forms outlive their panel while the page is open: in memory, gone with the tab, never written anywhere. */
const drafts = new Map<string, unknown>();

export function keepDraft(name: string, values: unknown): void {
  drafts.set(name, values);
}

export function takeDraft<Values>(name: string): Values | undefined {
  const values = drafts.get(name) as Values | undefined;
  drafts.delete(name);
  return values;
}
