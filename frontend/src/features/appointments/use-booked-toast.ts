import { useTranslation } from "react-i18next";
import type { Appointment } from "@/lib/api";
import { useFormats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import { showToast } from "@/lib/toasts";
import { useDeleteAppointment } from "./api/delete-appointment";
import { refusalText } from "./refusal-text";

/** Says what was booked, and takes it back when asked to. */
export function useBookedToast(): (booked: Appointment) => void {
  const { t } = useTranslation();
  const format = useFormats();
  const { mutateAsync: erase } = useDeleteAppointment();

  const undo = async (booked: Appointment) => {
    const name = isolated(booked.patient_name);
    try {
      await erase(booked);
      showToast({ tone: "info", title: t("appointment_form.done.booking_undone", { name }) });
    } catch (error) {
      showToast({ tone: "bad", title: t("appointments.failed.undo", { name }), detail: refusalText(error, t, format) });
    }
  };

  return (booked) => {
    const day = format.dayOf(booked.appointment_datetime);
    const isToday = day === format.dayOf(new Date());
    showToast({
      title: t(isToday ? "appointment_form.done.booked" : "appointment_form.done.booked_day", {
        day: format.dayShort(day),
        time: format.time(booked.appointment_datetime),
        doctor: isolated(booked.doctor_name),
      }),
      detail: isolated(booked.patient_name),
      action: { label: t("toast.undo"), onAction: () => void undo(booked) },
    });
  };
}
