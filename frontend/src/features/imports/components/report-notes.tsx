import { useTranslation } from "react-i18next";
import { Note } from "@/components/note";
import { useFormats } from "@/lib/format";
import type { ImportReport } from "@/features/imports/report";

/** What somebody should know about this file before it is taken in, or afterwards. */
export function ReportNotes({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const format = useFormats();
  const others = Object.entries(report.not_imported).map(([kind, count]) => `${kind} (${format.number(count)})`);
  return (
    <>
      {report.encoding_note && <Note tone="warn" title={t("imports.latin1")}>{t("imports.latin1_text")}</Note>}
      {report.kept_differences_count > 0 && (
        <Note title={t("imports.kept", { count: report.kept_differences_count, total: format.number(report.kept_differences_count) })}>{t("imports.kept_text")}</Note>
      )}
      {others.length > 0 && (
        <Note title={t("imports.only_patients")}>
          <p>{t("imports.not_imported")} <bdi translate="no">{format.list(others)}</bdi></p>
        </Note>
      )}
    </>
  );
}
