import { useState } from "react";
import type { MedicalRecord } from "@/lib/api";
import { DeleteRecordDialog } from "./delete-record-dialog";

/** Asks before a record is deleted; put `dialog` somewhere on the screen. */
export function useRecordDeletion(onDeleted?: (record: MedicalRecord) => void) {
  const [record, setRecord] = useState<MedicalRecord | null>(null);
  const dialog = record && (
    <DeleteRecordDialog
      record={record}
      onKeep={() => setRecord(null)}
      onDeleted={() => {
        setRecord(null);
        onDeleted?.(record);
      }}
    />
  );
  return { ask: setRecord, dialog };
}
