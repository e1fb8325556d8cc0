import { useTranslation } from "react-i18next";
import { useArrival } from "@/features/imports/use-arrival";
import { useFormats } from "@/lib/format";
import type { Progress } from "@/features/imports/report";

type ReadingFileProps = {
  file: File;
  isImport: boolean;
  progress: Progress | null;
  /** rows in the file, where they have been counted before */
  total: number | null;
};

/** How far the server is: by rows where their number is known, by bytes otherwise. */
export function ReadingFile({ file, isImport, progress, total }: ReadingFileProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const heading = useArrival<HTMLHeadingElement>();
  const done = progress && (total ? progress.read / total : progress.bytes / Math.max(1, progress.of_bytes));
  const label = isImport ? t("imports.importing") : t("imports.checking");
  const rowsRead = (rows: number) =>
    total
      ? t("imports.rows_of", { rows: format.number(rows), count: total, total: format.number(total) })
      : t("imports.rows_read", { count: rows, total: format.number(rows) });
  return (
    <div className="sheet">
      <div className="empty">
        <h2 ref={heading} tabIndex={-1} className="text-base">
          {label} <bdi translate="no">{file.name}</bdi>
        </h2>
        <progress className="progress" aria-label={label} max={1} {...(done !== null && { value: Math.min(1, done) })} />
        <p className="meta tab" role="status">
          {progress ? rowsRead(progress.read) : t("imports.sending")}
        </p>
        {isImport && <p>{t("imports.stay")}</p>}
      </div>
    </div>
  );
}
