import type { ReactNode } from "react";
import type { RecordVersion } from "@/lib/api";
import { useTranslation } from "react-i18next";

type TextSectionProps = { title: string; children: string | null; none: string };

/** Clinical text as it was typed: its own lines, its own direction, on the side where everything else begins. */
function TextSection({ title, children, none }: TextSectionProps) {
  return (
    <section>
      <h4>{title}</h4>
      {children ? <p className="said"><bdi>{children}</bdi></p> : <p className="meta">{none}</p>}
    </section>
  );
}

type RecordTextProps = { text: Pick<RecordVersion, "prescription" | "notes">; children?: ReactNode };

/** What was prescribed and noted, to be read rather than glanced at. */
export function RecordText({ text, children }: RecordTextProps) {
  const { t } = useTranslation();
  return (
    <div className="stack">
      {children}
      <TextSection title={t("records.prescription")} none={t("records.nothing_prescribed")}>{text.prescription}</TextSection>
      <TextSection title={t("records.notes")} none={t("records.no_notes")}>{text.notes}</TextSection>
    </div>
  );
}
