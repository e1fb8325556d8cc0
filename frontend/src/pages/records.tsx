import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/empty-state";
import { Page } from "@/components/page";

export default function RecordsPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("records.title")}>
      <div className="sheet">
        <EmptyState art title={t("records.title")} />
      </div>
    </Page>
  );
}
