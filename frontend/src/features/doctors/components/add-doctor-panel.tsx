import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "@/components/panel";
import { isolated } from "@/lib/isolate";
import { showToast } from "@/lib/toasts";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { useAddDoctor } from "@/features/doctors/api/add-doctor";
import { PANELS } from "@/features/doctors/panels";
import { bodyOf, EMPTY, type DoctorValues } from "@/features/doctors/doctor-form";
import { useDoctorForm } from "@/features/doctors/use-doctor-form";
import { DoctorFields } from "./doctor-fields";

/** Adds a doctor of the clinic, who can be booked from then on. */
export function AddDoctorPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { form, failure, refuse, forgive } = useDoctorForm(EMPTY);
  const adding = useAddDoctor();
  const isSending = useRef(false);
  const unsaved = useUnsavedChanges(form.formState.isDirty, PANELS);

  const add = async (values: DoctorValues) => {
    // the second half of a double click comes before the button is seen to be busy
    if (isSending.current) return;
    isSending.current = true;
    forgive();
    try {
      const { name, specialty } = bodyOf(values);
      const added = await adding.mutateAsync({ name, specialty });
      unsaved.release();
      showToast({ title: t("doctors.added", { name: isolated(added.name) }) });
      onClose();
    } catch (error) {
      refuse(error);
    } finally {
      isSending.current = false;
    }
  };

  return (
    <Panel
      title={t("doctors.add")}
      onClose={onClose}
      unsaved={unsaved}
      onSave={() => void form.handleSubmit(add)()}
      saving={adding.isPending}
      saveLabel={t("doctors.add")}
      savingLabel={t("doctors.adding")}
    >
      <DoctorFields form={form} failure={failure} />
    </Panel>
  );
}
