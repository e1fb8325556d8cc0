import { useTranslation } from "react-i18next";
import { ApiError } from "@/lib/api-error";
import { ErrorState } from "@/components/error-state";
import { EmptyState } from "@/components/empty-state";
import { Panel } from "@/components/panel";
import { Skeleton } from "@/components/skeleton";
import { useAppointment } from "@/features/appointments/api/show-appointment";
import { ChangeForm } from "./change-form";

export type ChangePanelProps = {
  id: number;
  /** move: when and with whom, and nothing else */
  mode: "edit" | "move";
  onClose: () => void;
  address?: readonly string[];
};

/** Edits or moves one appointment; it is fetched first, so that nobody edits what is no longer so. */
export function ChangePanel({ id, mode, onClose, address = ["edit", "move"] }: ChangePanelProps) {
  const { t } = useTranslation();
  const query = useAppointment(id);
  const title = t(`appointment_form.change.${mode}`);
  if (query.data) return <ChangeForm key={`${id} ${mode}`} appointment={query.data} {...{ mode, onClose, address, title }} />;
  const isGone = query.error instanceof ApiError && query.error.status === 404;
  return (
    <Panel title={title} onClose={onClose}>
      {query.isPending && <Skeleton rows={4} label={t("appointments.loading")} />}
      {isGone && <EmptyState title={t("appointment_form.change.gone")}>{t("appointment_form.change.gone_text")}</EmptyState>}
      {query.isError && !isGone && <ErrorState title={t("appointment_form.error.load_single")} error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />}
    </Panel>
  );
}
