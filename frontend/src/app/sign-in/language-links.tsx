import { useTranslation } from "react-i18next";
import { changeLanguage, LANGUAGES } from "@/lib/i18n";

/** The other languages, each in its own words, for somebody who can't read this one. */
export function LanguageLinks() {
  const { i18n } = useTranslation();
  return (
    <span className="row push">
      {LANGUAGES.filter(({ code }) => code !== i18n.language).map(({ code, name }) => (
        <button key={code} type="button" className="link" lang={code} onClick={() => void changeLanguage(code)}>
          {name}
        </button>
      ))}
    </span>
  );
}
