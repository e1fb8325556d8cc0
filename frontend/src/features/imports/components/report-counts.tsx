import { useTranslation } from "react-i18next";
import { useFormats } from "@/lib/format";
import { cx } from "@/lib/cx";
import type { ImportReport } from "@/features/imports/report";

/** The rows of the file, by what becomes of them. */
export function ReportCounts({ report, isDone }: { report: ImportReport; isDone: boolean }) {
  const { t } = useTranslation();
  const format = useFormats();
  const counts = [
    { key: "read", label: t("imports.count.read"), value: report.read },
    { key: "created", label: isDone ? t("imports.count.added") : t("imports.count.new"), value: report.created },
    { key: "completed", label: t("imports.count.completed"), value: report.completed },
    { key: "unchanged", label: t("imports.count.unchanged"), value: report.unchanged },
    { key: "refused", label: t("imports.count.refused"), value: report.refused_count },
  ];
  return (
    <dl className="counts">
      {counts.map(({ key, label, value }) => (
        <div key={key} className={cx(key === "refused" && value > 0 && "bad", value === 0 && "none")}>
          <dt>{label}</dt>
          <dd className="tab">{format.number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
