import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/button";
import { Note } from "@/components/note";
import { PersonName } from "@/components/person-name";
import { useLastRecord } from "@/features/records/api/show-last-record";
import type { ChosenPatient } from "@/features/records/record-form";
import { ApiError } from "@/lib/api-error";
import { useFormats } from "@/lib/format";
import { Born } from "./born";

/** Whose chart is being written in; two people may share a name, so the date of birth stands beside it. */
export function ChartHead({ patient }: { patient: ChosenPatient }) {
  return (
    <p className="row wrap">
      <strong><PersonName>{patient.name}</PersonName></strong>
      <Born on={patient.date_of_birth} />
    </p>
  );
}

/** What was written last, before something is added to it; or, at once rather than after ten minutes of writing, that the
    chart is closed to this doctor. */
export function ChartState({ patientId }: { patientId: number }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { data: last, error } = useLastRecord(patientId);
  if (error instanceof ApiError && error.code === "not_your_patient") return <ChartClosed patientId={patientId} />;
  if (last === undefined) return null;
  return (
    <p className="meta last-record">
      {last ? (
        <>
          {t("records.last", { date: format.date(last.record_date) })} <bdi>{last.diagnosis}</bdi>
        </>
      ) : (
        t("records.first")
      )}
    </p>
  );
}

export function ChartClosed({ patientId }: { patientId: number | undefined }) {
  const { t } = useTranslation();
  return (
    <Note live tone="warn" title={t("records.chart_closed_title")} actions={<ButtonLink small to={patientId === undefined ? "/appointments" : `/appointments?book=${patientId}`}>{t("records.book_visit")}</ButtonLink>}>
      {t("records.chart_closed_text")}
    </Note>
  );
}
