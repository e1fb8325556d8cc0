import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/empty-state";
import { Page } from "@/components/page";

export default function AppointmentsPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("appointments.title")}>
      <div className="sheet">
        <EmptyState art title={t("appointments.title")} />
      </div>
    </Page>
  );
}
