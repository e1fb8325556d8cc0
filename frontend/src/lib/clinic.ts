/** What the server says about the clinic in the page itself, so that nothing waits for a request to know its name. */
export type Clinic = { name: string; language: string; currency: string; zone: string; country: string };

const UNKNOWN: Clinic = { name: "Clinic", language: "en", currency: "EUR", zone: "UTC", country: "GB" };

export function readClinic(content: string | null | undefined): Clinic {
  // the development server leaves the placeholder in place
  if (!content?.startsWith("{")) return { ...UNKNOWN, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  return { ...UNKNOWN, ...(JSON.parse(content) as Partial<Clinic>) };
}

export const clinic = readClinic(document.querySelector('meta[name="clinic"]')?.getAttribute("content"));
