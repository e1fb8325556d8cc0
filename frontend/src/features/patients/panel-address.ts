/** The parameters that hold a panel beside a patient or the list of them; one panel is open at a time, so any of them
    changing closes what is open. book, visit, record, amend and new belong to the panels of other features on these pages. */
export const PANELS = ["panel", "edit", "book", "visit", "record", "amend", "new"] as const;

/** Takes every panel out of an address, and puts one in. */
export function onlyPanel(panel: Partial<Record<(typeof PANELS)[number], string | number>> = {}): Record<string, string | number | null> {
  return { ...Object.fromEntries(PANELS.map((name) => [name, null])), ...panel };
}
