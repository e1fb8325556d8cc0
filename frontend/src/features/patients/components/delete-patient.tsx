import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { PersonName } from "@/components/person-name";
import { RichText } from "@/components/rich-text";
import { useComingVisits } from "@/features/patients/api/list-visits";
import { useDeletePatient } from "@/features/patients/api/delete-patient";
import { useRestorePatient } from "@/features/patients/api/restore-patient";
import type { Patient } from "@/lib/api";
import { errorText } from "@/lib/api-error";
import { useFormats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import { useUser } from "@/lib/session";
import { showToast } from "@/lib/toasts";
import { restoreRefusal } from "@/features/patients/restore-refusal";

type DeletePatientProps = { patient: Pick<Patient, "id" | "name">; onKeep: () => void; onDeleted: () => void };

/** Asks, names the patient, and says what goes and what stays. An admin can take it back at once. */
export function DeletePatient({ patient, onKeep, onDeleted }: DeletePatientProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { role } = useUser();
  const coming = useComingVisits(patient.id, format.dayOf(new Date()));
  const remove = useDeletePatient();
  const restore = useRestorePatient();

  // the toast outlives this dialog, so it waits for the answer itself
  const bringBack = () =>
    restore.mutateAsync(patient.id).then(
      () => showToast({ title: t("patients.restored"), detail: isolated(patient.name) }),
      (error: unknown) => showToast({ tone: "bad", title: t("patients.not_restored"), detail: restoreRefusal(error, t) }),
    );

  const confirm = () =>
    remove.mutate(patient.id, {
      onSuccess: () => {
        const undo = { label: t("toast.undo"), onAction: () => void bringBack() };
        showToast({ title: t("patients.deleted"), detail: isolated(patient.name), ...(role === "admin" && { action: undo }) });
        onDeleted();
      },
    });

  return (
    <ConfirmDialog
      question={<RichText of="patients.delete_question" parts={{ name: <PersonName>{patient.name}</PersonName> }} />}
      keepLabel={t("patients.keep")}
      confirmLabel={t("patients.delete")}
      busyLabel={t("patients.deleting")}
      busy={remove.isPending}
      error={remove.error && errorText(remove.error, t)}
      onKeep={onKeep}
      onConfirm={confirm}
    >
      {coming.data === undefined ? t("patients.delete_visits") : t("patients.delete_coming", { count: coming.data })}{" "}
      {t(role === "admin" ? "patients.delete_kept_admin" : "patients.delete_kept")}
    </ConfirmDialog>
  );
}
