import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { clinic } from "./clinic";
import { readPreferences, savePreference } from "./preferences";
import { pseudoAll, type Texts } from "./pseudo";

/** Each language in its own words. The pseudo-language is for tests and is not offered. */
export const LANGUAGES = [
  { code: "en", name: "English", dir: "ltr" },
  { code: "ar", name: "العربية", dir: "rtl" },
] as const;
export const PSEUDO = "en-XA";

type Language = (typeof LANGUAGES)[number]["code"] | typeof PSEUDO;

const isLanguage = (code: string | null | undefined): code is Language =>
  code === PSEUDO || LANGUAGES.some((language) => language.code === code);

/** Two chunks per language: nobody waits for words that they do not read, and the diary for none but its own. */
async function loadDay(language: Language): Promise<Texts> {
  if (language === "ar") return (await import("@/locales/ar/day")).default;
  const english = (await import("@/locales/en/day")).default;
  return language === PSEUDO ? pseudoAll(english) : english;
}

async function loadRest(language: Language): Promise<Texts> {
  if (language === "ar") return (await import("@/locales/ar/rest")).default;
  const english = (await import("@/locales/en/rest")).default;
  return language === PSEUDO ? pseudoAll(english) : english;
}

/** The words of everything but the diary; every other page waits for them. */
export async function loadAllTexts(language = i18next.language): Promise<void> {
  if (!isLanguage(language) || i18next.exists("patients.title", { lng: language })) return;
  i18next.addResourceBundle(language, "translation", await loadRest(language), true);
}

function markDocument(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES.find(({ code }) => code === language)?.dir ?? "ltr";
}

export async function startI18n(): Promise<void> {
  const remembered = readPreferences().language;
  const language = isLanguage(remembered) ? remembered : isLanguage(clinic.language) ? clinic.language : "en";
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await loadDay(language) } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
    showSupportNotice: false, // no advertisement in the console
    react: { bindI18nStore: "added" }, // the diary may be on the screen when the rest of the words come
  });
  markDocument(language);
}

export async function changeLanguage(code: string): Promise<void> {
  if (!isLanguage(code)) return;
  if (!i18next.hasResourceBundle(code, "translation")) {
    i18next.addResourceBundle(code, "translation", await loadDay(code));
  }
  await loadAllTexts(code);
  markDocument(code);
  savePreference("language", code);
  await i18next.changeLanguage(code);
}

/** The locale for Intl: the clinic's country decides the order of a date; figures stay European, as in phone numbers and doses. */
export function intlLocale(language = i18next.language): string {
  if (language === "ar") return "ar-u-ca-gregory-nu-latn";
  return clinic.country === "US" ? "en-US" : "en-GB";
}
