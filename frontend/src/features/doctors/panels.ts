/** The parameters that hold a panel on the doctors page; one is open at a time. */
export const PANELS = ["panel", "edit", "merge"] as const;
