import { useTranslation } from "react-i18next";
import { ageAt } from "@/features/patients/age";
import { useFormats } from "@/lib/format";

/** The age today, as short as it is said: 35 y, 7 mo, 12 d. */
export function Age({ bornOn }: { bornOn: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { unit, count } = ageAt(bornOn, format.dayOf(new Date()));
  const key = unit === "years" ? "age.years" : unit === "months" ? "patients.age_months" : "patients.age_days";
  return t(key, { count });
}

/** A date of birth, and how old that makes them today. */
export function Born({ on }: { on: string }) {
  const format = useFormats();
  return (
    <>
      <time dateTime={on}>{format.date(on)}</time> <span className="meta"><Age bornOn={on} /></span>
    </>
  );
}
