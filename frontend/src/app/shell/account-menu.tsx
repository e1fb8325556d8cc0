import { LogOut } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Menu, type MenuChoice } from "@/components/menu";
import { PersonName } from "@/components/person-name";
import { changeLanguage, LANGUAGES } from "@/lib/i18n";
import { applyAppearance, readPreferences, savePreference, type Density, type Theme } from "@/lib/preferences";
import { signOut, useUser } from "@/lib/session";
import { showToast } from "@/lib/toasts";

const THEMES = ["system", "light", "dark"] as const satisfies Theme[];
const DENSITIES = ["comfortable", "compact"] as const satisfies Density[];

/** A letter with all its marks is one, in every script. */
function firstLetter(word: string): string {
  const [first] = new Intl.Segmenter().segment(word);
  return first?.segment ?? "";
}

/** First and last initial; a name of one word, or in a script without capitals, gives what it has. */
function initials(name: string): string {
  const words = name.replace(/^(dr|prof)\.?\s+/i, "").split(/[\s-]+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => firstLetter(word ?? "")).join("").toLocaleUpperCase();
}

/** Who is signed in, how they like the product, and the way out. */
export function AccountMenu() {
  const { t, i18n } = useTranslation();
  const user = useUser();
  const [{ theme, density }, setLook] = useState(readPreferences);
  const role = user.role === "staff" && user.grants.includes("clinical") ? t("account.role.nurse") : t(`account.role.${user.role}`);

  const prefer = (name: "theme" | "density", value: string) => {
    savePreference(name, value as Theme & Density);
    const next = readPreferences();
    applyAppearance(next);
    setLook(next);
  };

  const choices: MenuChoice[] = [
    {
      key: "language",
      label: t("account.language"),
      value: i18n.language,
      options: LANGUAGES.map(({ code, name }) => ({ value: code, label: name, lang: code })),
      onChange: (code) => void changeLanguage(code),
    },
    {
      key: "theme",
      label: t("account.theme"),
      value: theme,
      options: THEMES.map((value) => ({ value, label: t(`account.themes.${value}`) })),
      onChange: (value) => prefer("theme", value),
    },
    {
      key: "density",
      label: t("account.density"),
      value: density,
      options: DENSITIES.map((value) => ({ value, label: t(`account.densities.${value}`) })),
      onChange: (value) => prefer("density", value),
    },
  ];

  const leave = () =>
    void signOut().catch(() => showToast({ tone: "bad", title: t("account.sign_out_failed") }));

  return (
    <Menu
      trigger={
        <button type="button" className="me" aria-label={t("account.label", { name: user.name, role })}>
          <bdi>{initials(user.name)}</bdi>
        </button>
      }
      head={
        <>
          <strong><PersonName>{user.name}</PersonName></strong>
          <p className="meta">{role}</p>
        </>
      }
      choices={choices}
      items={[{ key: "out", label: t("account.sign_out"), icon: LogOut, directed: true, onSelect: leave }]}
    />
  );
}
