import { useTranslation } from "react-i18next";
import { Chip } from "@/components/chip";
import { Sheet } from "@/components/sheet";
import { fieldName } from "@/features/imports/field-name";
import { headersByField, type ImportReport } from "@/features/imports/report";
import { useFormats } from "@/lib/format";

/** What each column became, and what the file says that has no place here: listed, not lost silently. */
export function ReportColumns({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const format = useFormats();
  const mapped = headersByField(report.columns.mapped);
  const homeless = Object.entries(report.fields_without_place);
  if (mapped.length === 0 && homeless.length === 0) return null;
  return (
    <Sheet title={t(mapped.length ? "imports.columns" : "imports.elements")}>
      <div className="pad stack">
        {mapped.length > 0 && (
          <dl className="mapped">
            {mapped.map(([field, headers]) => (
              <div key={field}>
                <dt>{fieldName(field, t)}</dt>
                <dd>
                  {headers.map((header) => (
                    <Chip key={header}><bdi translate="no">{header}</bdi></Chip>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        )}
        {homeless.length > 0 && (
          <div className="stack tight">
            <h3 className="text-sm">{t("imports.no_place")}</h3>
            <ul className="row wrap">
              {homeless.map(([name, count]) => (
                <li key={name}><Chip><bdi translate="no">{name}</bdi> {t("imports.rows", { count, total: format.number(count) })}</Chip></li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Sheet>
  );
}
