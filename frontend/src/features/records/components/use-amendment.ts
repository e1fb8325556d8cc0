import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo, useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useAmendRecord } from "@/features/records/api/amend-record";
import { amendmentOf, amendmentSchema, valuesOf, type RecordForm } from "@/features/records/record-form";
import { useClinicDay } from "@/features/records/use-clinic-day";
import type { MedicalRecord } from "@/lib/api";
import { ApiError } from "@/lib/api-error";
import { showFieldErrors } from "@/lib/form-errors";
import { useFormats } from "@/lib/format";
import { merged, whoChanged } from "@/lib/merge";
import { useUnsavedChanges } from "@/lib/unsaved-changes";

/** The fields that two people can both change. The reason is each one's own. */
export const SHARED = ["record_date", "doctor_id", "diagnosis", "prescription", "notes"] as const;

/** An amendment from the record as it was opened to the record as it then is, whoever amends it meanwhile. */
export function useAmendment(opened: MedicalRecord, onSaved: (record: MedicalRecord) => void) {
  const { t } = useTranslation();
  const format = useFormats();
  const today = useClinicDay();
  const schema = useMemo(() => amendmentSchema({ t, format, today }), [t, format, today]);
  const form = useForm<RecordForm>({ resolver: zodResolver(schema), shouldFocusError: false, defaultValues: valuesOf(opened) });
  const unsaved = useUnsavedChanges(form.formState.isDirty);
  const amending = useAmendRecord();
  // what is amended: as it was opened, or as a colleague left it meanwhile
  const [before, setBefore] = useState(opened);
  const [theirs, setTheirs] = useState<MedicalRecord | null>(null);
  const [isUnchanged, setUnchanged] = useState(false);

  const send = async (values: RecordForm, base: MedicalRecord): Promise<void> => {
    const body = amendmentOf(values, base);
    setUnchanged(body === null);
    if (!body) return;
    try {
      const amended = await amending.mutateAsync({ id: base.id, version: base.version, body });
      unsaved.release();
      onSaved(amended);
    } catch (error) {
      const current = currentOf(error);
      if (!current) return void showFieldErrors(error, form.setError, [...SHARED, "reason"]);
      const [was, now] = [valuesOf(base), valuesOf(current)];
      const isSilent = SHARED.every((name) => ["nobody", "me"].includes(whoChanged(was[name], values[name], now[name])));
      // another version of the same text: nothing to ask a person about
      if (isSilent) await send(values, current);
      else setTheirs(current);
    }
  };

  const goOnFrom = (record: MedicalRecord, values: RecordForm) => {
    setBefore(record);
    setTheirs(null);
    form.reset(valuesOf(record));
    for (const name of [...SHARED, "reason"] as const) form.setValue(name, values[name], { shouldDirty: true });
  };

  const save = form.handleSubmit((values) => (amending.isPending || theirs ? undefined : send(values, before)));

  const keepMine = (giveUp: string[]) => {
    if (!theirs) return;
    const mine = form.getValues();
    const shared = merged(pick(valuesOf(before)), pick(mine), pick(valuesOf(theirs)), giveUp as (typeof SHARED)[number][]);
    const values = { ...mine, ...shared };
    goOnFrom(theirs, values);
    void send(values, theirs);
  };

  const takeTheirs = () => {
    if (theirs) goOnFrom(theirs, valuesOf(theirs));
  };

  return { form, unsaved, before, theirs, isUnchanged, error: theirs ? null : amending.error, isSaving: amending.isPending, save, keepMine, takeTheirs };
}

function currentOf(error: unknown): MedicalRecord | null {
  return error instanceof ApiError && error.code === "changed_meanwhile" ? (error.current as MedicalRecord) : null;
}

type Shared = Pick<RecordForm, (typeof SHARED)[number]>;

function pick({ record_date, doctor_id, diagnosis, prescription, notes }: RecordForm): Shared {
  return { record_date, doctor_id, diagnosis, prescription, notes };
}
