import { useTranslation } from "react-i18next";
import type { Doctor } from "@/lib/api";
import { errorText } from "@/lib/api-error";
import { isolated } from "@/lib/isolate";
import { showToast } from "@/lib/toasts";
import { useChangeDoctor, type Change } from "./api/change-doctor";

type Switches = {
  busyId: number | null;
  /** whether a doctor works here and can be booked */
  setActive: (doctor: Doctor, isActive: boolean) => void;
  /** a visiting doctor becomes one of the clinic's own */
  takeIn: (doctor: Doctor) => void;
};

/** What is changed at one touch; each says what it did and can be taken back. */
export function useDoctorSwitches(): Switches {
  const { t } = useTranslation();
  const { mutateAsync, isPending, variables } = useChangeDoctor();

  async function change(doctor: Doctor, to: Change, back: Change | null, title: string, detail?: string) {
    try {
      const saved = await mutateAsync({ of: doctor, change: to });
      const undo = back && { label: t("toast.undo"), onAction: () => void change(saved, back, null, t("doctors.undone", { name: isolated(saved.name) })) };
      showToast({ title, ...(detail && { detail }), ...(undo && { action: undo }) });
    } catch (error) {
      showToast({ tone: "bad", title: t("doctors.not_changed", { name: isolated(doctor.name) }), detail: errorText(error, t) });
    }
  }

  return {
    busyId: isPending ? variables.of.id : null,
    setActive: (doctor, isActive) => {
      const { coming_appointments: count } = doctor;
      const detail = !isActive && count ? t("doctors.keeps_coming", { count }) : undefined;
      void change(doctor, { is_active: isActive }, { is_active: !isActive }, t(isActive ? "doctors.now_active" : "doctors.now_inactive", { name: isolated(doctor.name) }), detail);
    },
    takeIn: (doctor) => void change(doctor, { is_visiting: false }, { is_visiting: true }, t("doctors.taken_in", { name: isolated(doctor.name) })),
  };
}
