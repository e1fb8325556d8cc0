import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/empty-state";
import { Panel } from "@/components/panel";
import { Skeleton } from "@/components/skeleton";
import { useRecord } from "@/features/records/api/show-record";
import type { MedicalRecord } from "@/lib/api";
import { useUser } from "@/lib/session";
import { AmendForm } from "./amend-form";
import { mayAmend } from "./may-amend";
import { RecordRefusal } from "./record-refusal";

type AmendPanelProps = { id: number; onClose: () => void; onSaved: (record: MedicalRecord) => void };

/** Amends a record: what it says now stands in the fields, and what is changed is marked. */
export function AmendPanel({ id, onClose, onSaved }: AmendPanelProps) {
  const { t } = useTranslation();
  const user = useUser();
  const { data: record, error, refetch, isFetching } = useRecord(id);
  if (record && mayAmend(user, record)) return <AmendForm record={record} onClose={onClose} onSaved={onSaved} />;
  return (
    <Panel title={t("records.amend_title")} onClose={onClose}>
      {record ? (
        <EmptyState title={t("records.not_yours_title")}>{t("records.amend_others")}</EmptyState>
      ) : error ? (
        <RecordRefusal error={error} onRetry={() => void refetch()} retrying={isFetching} />
      ) : (
        <Skeleton rows={5} label={t("records.loading")} />
      )}
    </Panel>
  );
}
