import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/empty-state";
import { Page } from "@/components/page";

export default function DoctorsPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("doctors.title")}>
      <div className="sheet">
        <EmptyState art title={t("doctors.title")} />
      </div>
    </Page>
  );
}
