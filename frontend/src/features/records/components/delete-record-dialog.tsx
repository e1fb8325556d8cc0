import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { PersonName } from "@/components/person-name";
import { RichText } from "@/components/rich-text";
import { useDeleteRecord } from "@/features/records/api/delete-record";
import { useRestoreRecord } from "@/features/records/api/restore-record";
import type { MedicalRecord } from "@/lib/api";
import { ApiError, errorText } from "@/lib/api-error";
import { useFormats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import { useUser } from "@/lib/session";
import { showToast } from "@/lib/toasts";

type DeleteRecordDialogProps = { record: MedicalRecord; onKeep: () => void; onDeleted: () => void };

/** Asks before a record leaves every list; an administrator may take it back at once. */
export function DeleteRecordDialog({ record, onKeep, onDeleted }: DeleteRecordDialogProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const user = useUser();
  const deletion = useDeleteRecord();
  const restore = useRestoreRecord();

  // the toast outlives this dialog, so it waits for the answer itself
  const undo = () =>
    void restore.mutateAsync(record.id).then(
      () => showToast({ title: t("records.restored_toast"), detail: isolated(record.patient_name) }),
      (error: unknown) => showToast({ tone: "bad", title: t("records.restore_failed"), detail: errorText(error, t) }),
    );

  const confirm = () =>
    deletion.mutate(record, {
      onSuccess: () => {
        showToast({
          title: t("records.deleted_toast"),
          detail: isolated(record.patient_name),
          ...(user.role === "admin" && { action: { label: t("toast.undo"), onAction: undo } }),
        });
        onDeleted();
      },
    });

  const { error } = deletion;
  const isChanged = error instanceof ApiError && error.code === "changed_meanwhile";
  return (
    <ConfirmDialog
      question={t("records.delete_question")}
      keepLabel={t("records.keep_record")}
      confirmLabel={t("records.delete_record")}
      busyLabel={t("records.deleting")}
      busy={deletion.isPending}
      error={error && (isChanged ? t("records.delete_changed") : errorText(error, t))}
      onKeep={onKeep}
      onConfirm={confirm}
    >
      <RichText
        of="records.delete_text"
        values={{ date: format.date(record.record_date) }}
        parts={{ n: <PersonName>{record.patient_name}</PersonName>, d: <bdi>{record.diagnosis}</bdi> }}
      />
    </ConfirmDialog>
  );
}
