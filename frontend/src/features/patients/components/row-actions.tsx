import { CalendarPlus, Ellipsis, FolderOpen, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate, type To } from "react-router";
import { Button } from "@/components/button";
import { IconButton, IconLink } from "@/components/icon-button";
import { Menu, type MenuItem } from "@/components/menu";
import type { Patient } from "@/lib/api";

type RowActionsProps = {
  patient: Patient;
  editTo: To;
  /** a doctor changes the own patients only, and which those are their pages know */
  mayManage: boolean;
  onDelete: () => void;
};

/** What is done with a patient from the list, most often first. On a phone editing moves into the menu. */
export function RowActions({ patient, editTo, mayManage, onDelete }: RowActionsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, name } = patient;
  const open: MenuItem = { key: "open", label: t("patients.open"), icon: FolderOpen, onSelect: () => void navigate(`/patients/${id}`) };
  const manage: MenuItem[] = [
    { key: "edit", label: t("patients.edit"), icon: Pencil, onSelect: () => void navigate(editTo) },
    { key: "delete", label: t("patients.delete"), icon: Trash2, danger: true, onSelect: onDelete },
  ];
  return (
    <span className="acts">
      <IconLink small icon={CalendarPlus} label={t("patients.book_for", { name })} title={t("patients.book_hint")} to={`/appointments?book=${id}`} />
      {mayManage && <IconLink small icon={Pencil} className="max-tablet:hidden" label={t("patients.edit_named", { name })} title={t("patients.edit_hint")} to={editTo} />}
      <Menu trigger={<IconButton small icon={Ellipsis} label={t("patients.more_for", { name })} title={t("patients.more")} />} items={mayManage ? [open, ...manage] : [open]} />
    </span>
  );
}

type RestoreActionProps = { patient: Patient; busy: boolean; onRestore: () => void };

export function RestoreAction({ patient, busy, onRestore }: RestoreActionProps) {
  const { t } = useTranslation();
  return (
    <Button small icon={RotateCcw} busy={busy} busyLabel={t("patients.restoring")} aria-label={t("patients.restore_named", { name: patient.name })} onClick={onRestore}>
      {t("patients.restore")}
    </Button>
  );
}
