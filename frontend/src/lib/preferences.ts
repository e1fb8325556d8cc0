/** How this browser likes to show the product. Never a token, never anything about a person. */
export type Theme = "system" | "light" | "dark";
export type Density = "comfortable" | "compact";
type Preferences = { theme: Theme; density: Density; language: string | null; had_session: boolean };

const KEY = "hms.preferences";
const NONE: Preferences = { theme: "system", density: "comfortable", language: null, had_session: false };

/* the one place that may touch the browser's storage, which throws where cookies are blocked */
/* eslint-disable no-restricted-globals */
export function readPreferences(): Preferences {
  try {
    return { ...NONE, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>) };
  } catch {
    return NONE;
  }
}

export function savePreference<Name extends keyof Preferences>(name: Name, value: Preferences[Name]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readPreferences(), [name]: value }));
  } catch {
    // it holds until the tab is closed, which is all that can be had
  }
}
/* eslint-enable no-restricted-globals */

/** The same lines stand in index.html, so that the first paint is already right. */
export function applyAppearance({ theme, density }: Pick<Preferences, "theme" | "density">): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  if (density === "compact") root.dataset.density = density;
  else delete root.dataset.density;
}
