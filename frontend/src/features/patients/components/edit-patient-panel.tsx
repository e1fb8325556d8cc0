import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/error-state";
import { Panel } from "@/components/panel";
import { Skeleton } from "@/components/skeleton";
import { usePatient } from "@/features/patients/api/show-patient";
import { EditPatientForm } from "./edit-patient-form";

type EditPatientPanelProps = { id: number; onClose: () => void };

/** Fetches the patient as they are now, then lets them be changed. */
export function EditPatientPanel({ id, onClose }: EditPatientPanelProps) {
  const { t } = useTranslation();
  const { data, isPlaceholderData, error, refetch, isFetching } = usePatient(id);
  if (data && !isPlaceholderData) return <EditPatientForm key={id} patient={data} onClose={onClose} />;
  return (
    <Panel title={t("patients.edit")} onClose={onClose}>
      {error ? <ErrorState title={t("patients.one_failed")} error={error} onRetry={() => void refetch()} retrying={isFetching} /> : <Skeleton rows={4} />}
    </Panel>
  );
}
