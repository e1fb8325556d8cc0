import i18next, { type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";
import ar from "@/locales/ar";
import en from "@/locales/en";
import { pseudoAll } from "@/lib/pseudo";

await i18next.use(initReactI18next).init({
  lng: "en",
  fallbackLng: false,
  resources: { en: { translation: en }, ar: { translation: ar }, "en-XA": { translation: pseudoAll(en) } },
  interpolation: { escapeValue: false },
  showSupportNotice: false,
});

export const english: TFunction = i18next.getFixedT("en");
export { i18next };
