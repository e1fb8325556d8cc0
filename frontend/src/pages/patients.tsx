import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/empty-state";
import { Page } from "@/components/page";

export default function PatientsPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("patients.title")}>
      <div className="sheet">
        <EmptyState art title={t("patients.title")} />
      </div>
    </Page>
  );
}
