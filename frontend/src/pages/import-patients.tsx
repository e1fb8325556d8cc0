import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/empty-state";
import { Page } from "@/components/page";

export default function ImportPatientsPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("imports.title")}>
      <div className="sheet">
        <EmptyState art title={t("imports.title")} />
      </div>
    </Page>
  );
}
