import { useTranslation } from "react-i18next";
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
  const done = progress && (total ? progress.read / total : progress.bytes / Math.max(1, progress.of_bytes));
  const label = isImport ? t("imports.importing") : t("imports.checking");
  return (
    <div className="sheet">
      <div className="empty">
        <h2 className="text-base">
          {label} <bdi translate="no">{file.name}</bdi>
        </h2>
        <progress className="progress" aria-label={label} max={1} {...(done !== null && { value: Math.min(1, done) })} />
        <p className="meta tab" role="status">
          {progress ? t("imports.rows_read", { count: progress.read, total: format.number(progress.read) }) : t("imports.sending")}
        </p>
        {isImport && <p>{t("imports.stay")}</p>}
      </div>
    </div>
  );
}
