import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Kbd } from "@/components/kbd";
import { useListedShortcuts, useShortcuts } from "@/lib/shortcuts";

/** Under "?": every key of the screen. */
export function KeysHelp() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  useShortcuts([{ key: "?", label: t("keys.all"), run: () => setOpen(true), everywhere: true }]);
  return isOpen && <KeysDialog onClose={() => setOpen(false)} />;
}

function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const shortcuts = useListedShortcuts();
  const always = [
    { key: "↑ ↓", label: t("keys.move") },
    { key: "Enter", label: t("keys.open") },
    { key: "Ctrl Enter", label: t("keys.save") },
    { key: "Esc", label: t("keys.close") },
  ];
  return (
    <Dialog title={t("keys.title")} onClose={onClose}>
      <p className="meta">{t("keys.none")}</p>
      <dl className="keylist">
        {[...shortcuts, ...always].map(({ key, label }) => (
          <div key={key}>
            <dt><Kbd keys={key} /></dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
      <div className="actions">
        <Button variant="primary" onClick={onClose}>{t("keys.done")}</Button>
      </div>
    </Dialog>
  );
}
