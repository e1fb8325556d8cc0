import { useLayoutEffect, useId, useRef, type ReactNode } from "react";
import { cx } from "@/lib/cx";

type DialogProps = {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** alertdialog where an answer is needed, dialog where there is only something to read */
  role?: "dialog" | "alertdialog";
  /** hides what lies behind, for whoever walks past */
  private?: boolean;
  broad?: boolean;
  describedBy?: string;
};

/** The browser's own modal: the rest of the page is inert, Esc closes, the focus starts on the first control and goes back
    where it was. Somebody inside may move it in an effect, which runs after this one. */
export function Dialog({ title, onClose, children, role = "dialog", private: isPrivate, broad, describedBy }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useLayoutEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      // while it is open nothing else can take the focus; removed without being closed, it forgets where that was
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    // a dialog listens for its own keys; they never do what a page's keys do
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={box}
      role={role}
      className={cx("dialog", isPrivate && "private", broad && "broad")}
      aria-labelledby={titleId}
      aria-describedby={describedBy}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={(event) => {
        if (event.currentTarget.open) return; // shown again since
        // Chromium lets a second Esc close any dialog; its owner decides, and until then it stays
        event.currentTarget.showModal();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}
