import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Doctor } from "@/lib/api";
import { ApiError } from "@/lib/api-error";
import { isolated } from "@/lib/isolate";
import { merged, whoChanged } from "@/lib/merge";
import { showToast } from "@/lib/toasts";
import { useChangeDoctor } from "./api/change-doctor";
import { changeOf, FIELDS, LABELS, valuesOf, type DoctorValues } from "./doctor-form";
import type { DoctorForm } from "./use-doctor-form";

/** Saves a changed doctor; what a colleague saved meanwhile is put together with it, never overwritten. */
export function useDoctorChange({ form, refuse, forgive }: DoctorForm, opened: Doctor, onSaved: () => void) {
  const { t } = useTranslation();
  const changing = useChangeDoctor();
  const isSending = useRef(false);
  const [base, setBase] = useState(opened);
  const [theirs, setTheirs] = useState<Doctor | null>(null);

  async function save(before: Doctor, values: DoctorValues): Promise<void> {
    const change = changeOf(valuesOf(before), values);
    if (Object.keys(change).length > 0) {
      try {
        const saved = await changing.mutateAsync({ of: before, change });
        showToast({ title: t("doctors.saved", { name: isolated(saved.name) }) });
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "changed_meanwhile") {
          refuse(error);
          return;
        }
        return meet(error.current as Doctor, before, values);
      }
    }
    onSaved();
  }

  /** Where their version says nothing new, mine simply goes on top of it. */
  async function meet(current: Doctor, before: Doctor, values: DoctorValues) {
    const [was, is] = [valuesOf(before), valuesOf(current)];
    if (FIELDS.every((name) => ["nobody", "me"].includes(whoChanged(was[name], values[name], is[name])))) return save(current, values);
    setTheirs(current);
  }

  const submitted = async (values: DoctorValues) => {
    // the second half of a double click comes before the button is seen to be busy
    if (isSending.current) return;
    isSending.current = true;
    forgive();
    await save(base, values);
    isSending.current = false;
  };

  const goOnFrom = (current: Doctor, values: DoctorValues) => {
    form.reset(valuesOf(current));
    for (const name of FIELDS) form.setValue(name, values[name], { shouldDirty: true });
    setBase(current);
    setTheirs(null);
  };

  const keepMine = (giveUp: string[]) => {
    if (!theirs) return;
    const values = merged(valuesOf(base), form.getValues(), valuesOf(theirs), giveUp as (keyof DoctorValues)[]);
    goOnFrom(theirs, values);
    void save(theirs, values);
  };

  const shown = (values: DoctorValues, name: keyof DoctorValues) => (name === "is_active" ? t(values.is_active ? "doctors.active" : "doctors.inactive") : values[name]);
  const compared =
    theirs &&
    FIELDS.map((name) => ({
      name,
      label: t(LABELS[name]),
      before: shown(valuesOf(base), name),
      mine: shown(form.getValues(), name),
      theirs: shown(valuesOf(theirs), name),
    }));

  return {
    submit: () => void form.handleSubmit(submitted)(),
    isSaving: changing.isPending,
    compared,
    keepMine,
    takeTheirs: () => theirs && goOnFrom(theirs, valuesOf(theirs)),
  };
}
