import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";

/** For reception without the grant: why there is nothing to see, and who can change that. */
export function RecordsClosed() {
  const { t } = useTranslation();
  return (
    <div className="sheet">
      <EmptyState title={t("records.closed_title")} actions={<ButtonLink to="/patients">{t("records.to_patients")}</ButtonLink>}>
        {t("records.closed_text")}
      </EmptyState>
    </div>
  );
}
