import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Select } from "@/components/select";
import { changeLanguage, PSEUDO } from "@/lib/i18n";
import { applyAppearance, type Density, type Theme } from "@/lib/preferences";

export function DesignSwitches() {
  const { i18n } = useTranslation();
  const [theme, setTheme] = useState<Theme>("system");
  const [density, setDensity] = useState<Density>("comfortable");
  const look = (next: { theme: Theme; density: Density }) => {
    setTheme(next.theme);
    setDensity(next.density);
    applyAppearance(next);
  };
  return (
    <>
      <Select aria-label="Language" value={i18n.language} onChange={(event) => void changeLanguage(event.target.value)}>
        <option value="en">English</option>
        <option value="ar">العربية</option>
        <option value={PSEUDO}>Pseudo</option>
      </Select>
      <Select aria-label="Theme" value={theme} onChange={(event) => look({ theme: event.target.value as Theme, density })}>
        <option>system</option>
        <option>light</option>
        <option>dark</option>
      </Select>
      <Select aria-label="Density" value={density} onChange={(event) => look({ theme, density: event.target.value as Density })}>
        <option>comfortable</option>
        <option>compact</option>
      </Select>
    </>
  );
}
