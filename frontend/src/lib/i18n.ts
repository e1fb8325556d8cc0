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

/** One chunk per language: nobody waits for words that they do not read. */
async function loadTexts(language: Language): Promise<Texts> {
  if (language === "ar") return (await import("@/locales/ar")).default;
  const english = (await import("@/locales/en")).default;
  return language === PSEUDO ? pseudoAll(english) : english;
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
    resources: { [language]: { translation: await loadTexts(language) } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
    showSupportNotice: false, // no advertisement in the console
  });
  markDocument(language);
}

export async function changeLanguage(code: string): Promise<void> {
  if (!isLanguage(code)) return;
  if (!i18next.hasResourceBundle(code, "translation")) {
    i18next.addResourceBundle(code, "translation", await loadTexts(code));
  }
  markDocument(code);
  savePreference("language", code);
  await i18next.changeLanguage(code);
}

/** The locale for Intl: the clinic's country decides the order of a date; figures stay European, as in phone numbers and doses. */
export function intlLocale(language = i18next.language): string {
  if (language === "ar") return "ar-u-ca-gregory-nu-latn";
  return clinic.country === "US" ? "en-US" : "en-GB";
}
