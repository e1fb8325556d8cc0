import { useTranslation } from "react-i18next";
import { Page } from "@/components/page";
import { RecordsClosed } from "@/features/records/components/records-closed";
import { RecordsScreen } from "@/features/records/components/records-screen";
import { mayReadRecords, useUser } from "@/lib/session";

export default function RecordsPage() {
  const { t } = useTranslation();
  const user = useUser();
  if (mayReadRecords(user)) return <RecordsScreen />;
  return (
    <Page title={t("records.title")}>
      <RecordsClosed />
    </Page>
  );
}
