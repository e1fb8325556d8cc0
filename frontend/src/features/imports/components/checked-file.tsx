import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Note } from "@/components/note";
import { doneTitle } from "@/features/imports/done-title";
import { changesIn, type ImportReport } from "@/features/imports/report";
import { useArrival } from "@/features/imports/use-arrival";
import { useFormats } from "@/lib/format";
import { FirstRows } from "./first-rows";
import { RefusedRows } from "./refused-rows";
import { ReportColumns } from "./report-columns";
import { ReportCounts } from "./report-counts";
import { ReportNotes } from "./report-notes";

type CheckedFileProps = { file: File; report: ImportReport };

/** What would happen if this file were taken in. */
export function CheckedFile({ file, report }: CheckedFileProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const heading = useArrival<HTMLHeadingElement>();
  return (
    <div className="stack">
      <section className="sheet" aria-labelledby="checked">
        <header>
          <h2 id="checked" ref={heading} tabIndex={-1}><bdi translate="no">{file.name}</bdi></h2>
          <span className="meta">{formatName(report, t)}</span>
        </header>
        <ReportCounts report={report} isDone={false} />
      </section>
      {changesIn(report) === 0 && (
        <Note tone={report.unchanged > 0 ? "ok" : "warn"} title={doneTitle(report, t, format)}>{t("imports.nothing_to_do")}</Note>
      )}
      <ReportNotes report={report} />
      <FirstRows rows={report.preview ?? []} />
      <div className="halves">
        {report.refused_count > 0 && <RefusedRows report={report} fileName={file.name} />}
        <ReportColumns report={report} />
      </div>
    </div>
  );
}

const DELIMITERS = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" } as const;

function formatName({ format, delimiter }: ImportReport, t: TFunction): string {
  if (format !== "csv") return t(`imports.format.${format}`);
  const known = delimiter && delimiter in DELIMITERS ? DELIMITERS[delimiter as keyof typeof DELIMITERS] : null;
  return known ? t("imports.format.csv_by", { delimiter: t(`imports.delimiter.${known}`) }) : t("imports.format.csv");
}
