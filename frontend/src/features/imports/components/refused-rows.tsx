import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Sheet } from "@/components/sheet";
import { fieldName } from "@/features/imports/field-name";
import { reasonText } from "@/features/imports/reason-text";
import { refusedAsText, type ImportReport } from "@/features/imports/report";
import { keepFile } from "@/lib/keep-file";
import { useFormats } from "@/lib/format";

type RefusedRowsProps = { report: ImportReport; fileName: string };

/** Each refused row with its line and its reason, to be read here or taken along to whoever made the file. */
export function RefusedRows({ report, fileName }: RefusedRowsProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { refused, refused_count: count } = report;
  const place = (line: number) => t(report.unit === "line" ? "imports.line" : "imports.entry", { line: format.number(line) });
  const keep = () => {
    const text = refusedAsText(refused, place, (reason) => reasonText(reason, t, format));
    keepFile(new Blob([text], { type: "text/plain;charset=utf-8" }), `${fileName.replace(/\.[^.]+$/, "")}-refused.txt`);
  };
  return (
    <Sheet
      title={t("imports.refused", { count, total: format.number(count) })}
      actions={<Button small variant="quiet" icon={Download} onClick={keep}>{t("imports.keep_refused")}</Button>}
    >
      <ol className="items refused">
        {refused.map(({ line, field, reason }, at) => (
          <li key={at}>
            <span className="meta tab">{place(line)}</span>
            <span>
              {field && <strong>{fieldName(field, t)}: </strong>}
              <bdi>{reasonText(reason, t, format)}</bdi>
            </span>
          </li>
        ))}
      </ol>
      {refused.length < count && <p className="listfoot meta">{t("imports.first_refused", { shown: format.number(refused.length) })}</p>}
    </Sheet>
  );
}
