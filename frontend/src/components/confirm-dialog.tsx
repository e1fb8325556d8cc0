import { useId, type ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Note } from "./note";

type ConfirmDialogProps = {
  /** names the thing: "Delete Ana Ruiz?" */
  question: ReactNode;
  /** what goes, what stays, and who can bring it back */
  children: ReactNode;
  /** verbs: "Keep patient" and "Delete patient" */
  keepLabel: string;
  confirmLabel: string;
  busyLabel?: string;
  busy?: boolean;
  /** why it did not work, and what now */
  error?: ReactNode;
  /** loses nothing for good: the button is then not red */
  harmless?: boolean;
  onKeep: () => void;
  onConfirm: () => void;
};

/** Asks before something is lost. The focus starts on the answer that loses nothing. */
export function ConfirmDialog({ question, children, keepLabel, confirmLabel, busyLabel, busy, error, harmless, onKeep, onConfirm }: ConfirmDialogProps) {
  const textId = useId();
  return (
    <Dialog role="alertdialog" title={question} describedBy={textId} onClose={onKeep}>
      <p id={textId}>{children}</p>
      {error && <Note tone="bad" live className="mt-4">{error}</Note>}
      <div className="actions">
        {/* first in order, so the dialog focuses it */}
        <Button onClick={onKeep}>{keepLabel}</Button>
        <Button variant={harmless ? "primary" : "danger"} busy={busy} busyLabel={busyLabel} onClick={onConfirm}>{confirmLabel}</Button>
      </div>
    </Dialog>
  );
}
