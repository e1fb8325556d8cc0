import { useTranslation } from "react-i18next";
import { usePatient } from "@/features/records/api/show-patient";
import { ageOn, useFormats } from "@/lib/format";

/** Beside a name: two people may share one, and this is a chart. */
export function Born({ on }: { on: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const age = t("age.years", { count: ageOn(on, format.dayOf(new Date())) });
  return <span className="meta">{t("records.born", { date: format.date(on), age })}</span>;
}

/** A record knows its patient's name; the date of birth is asked for. */
export function PatientBorn({ patientId }: { patientId: number }) {
  const { data: patient } = usePatient(patientId);
  return patient ? <Born on={patient.date_of_birth} /> : null;
}
