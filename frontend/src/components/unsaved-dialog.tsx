import { useTranslation } from "react-i18next";
import type { UnsavedChanges } from "@/lib/unsaved-changes";
import { ConfirmDialog } from "./confirm-dialog";

/** The question of useUnsavedChanges. A Panel brings its own; a page with a form puts one in. */
export function UnsavedDialog({ unsaved }: { unsaved: UnsavedChanges }) {
  const { t } = useTranslation();
  if (!unsaved.asking) return null;
  return (
    <ConfirmDialog question={t("unsaved.question")} keepLabel={t("unsaved.keep")} confirmLabel={t("unsaved.discard")} onKeep={unsaved.stay} onConfirm={unsaved.leave}>
      {t("unsaved.text")}
    </ConfirmDialog>
  );
}
