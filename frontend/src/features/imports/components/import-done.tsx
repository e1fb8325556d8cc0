import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/button";
import { Note } from "@/components/note";
import { doneTitle } from "@/features/imports/done-title";
import { useArrival } from "@/features/imports/use-arrival";
import type { ImportReport } from "@/features/imports/report";
import { useFormats } from "@/lib/format";
import { RefusedRows } from "./refused-rows";
import { ReportColumns } from "./report-columns";
import { ReportCounts } from "./report-counts";
import { ReportNotes } from "./report-notes";

type ImportDoneProps = { file: File; report: ImportReport; onAnother: () => void };

/** What became of every row. */
export function ImportDone({ file, report, onAnother }: ImportDoneProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const arrival = useArrival<HTMLDivElement>();
  return (
    <div className="stack">
      <div ref={arrival} tabIndex={-1}>
        <Note
          live
          tone="ok"
          title={doneTitle(report, t, format)}
          actions={
            <>
              <ButtonLink small to="/patients?sort=-created_at">{t("imports.see_patients")}</ButtonLink>
              <Button small variant="quiet" onClick={onAnother}>{t("imports.another")}</Button>
            </>
          }
        >
          <p><bdi translate="no">{file.name}</bdi></p>
        </Note>
      </div>
      <section className="sheet" aria-label={t("imports.count.title")}>
        <ReportCounts report={report} isDone />
      </section>
      <ReportNotes report={report} />
      <div className="halves">
        {report.refused_count > 0 && <RefusedRows report={report} fileName={file.name} />}
        <ReportColumns report={report} />
      </div>
    </div>
  );
}
