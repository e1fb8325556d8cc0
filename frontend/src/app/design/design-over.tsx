import { useState } from "react";
import { Button } from "@/components/button";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { Panel } from "@/components/panel";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { Spec } from "./spec";

export function DesignOver() {
  const [open, setOpen] = useState<"dialog" | "panel" | null>(null);
  const close = () => setOpen(null);
  return (
    <Spec name="What opens over the work">
      <div className="row wrap">
        <Button onClick={() => setOpen("dialog")}>Dialog</Button>
        <Button onClick={() => setOpen("panel")}>Panel</Button>
      </div>
      {open === "dialog" && (
        <ConfirmDialog question="Delete Γιώργος Παπαδόπουλος?" keepLabel="Keep patient" confirmLabel="Delete patient" busyLabel="Deleting" onKeep={close} onConfirm={close}>
          His 2 coming visits are cancelled. Records stay archived; an administrator can bring him back.
        </ConfirmDialog>
      )}
      {open === "panel" && <DesignPanel onClose={close} />}
    </Spec>
  );
}

function DesignPanel({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("Ana Ruiz");
  const unsaved = useUnsavedChanges(name !== "Ana Ruiz");
  return (
    <Panel title="Edit patient" onClose={onClose} unsaved={unsaved} onSave={onClose}>
      <Field label="Name" name="name"><Input value={name} onChange={(event) => setName(event.target.value)} /></Field>
    </Panel>
  );
}
