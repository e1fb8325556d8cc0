import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment, AppointmentStatus } from "@/lib/api";
import { ApiError } from "@/lib/api-error";
import { useFormats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import { useUser } from "@/lib/session";
import { showToast } from "@/lib/toasts";
import { changeAppointment } from "./api/change-appointment";
import { useDeleteAppointment } from "./api/delete-appointment";
import { refreshAll, showSaved } from "./api/fresh";
import { useRestoreAppointment } from "./api/restore-appointment";
import { readConflict } from "./conflict";
import { refusalText } from "./refusal-text";
import { stepBack } from "./rules";

type Asking = { kind: "cancel" | "delete"; appointment: Appointment };

type Ways = {
  onMove: (appointment: Appointment) => void;
  onEdit: (appointment: Appointment) => void;
  /** to the booking panel for the same patient, where a time could not be had back */
  onBookAgain: (appointment: Appointment) => void;
};

export type AppointmentActions = Pick<Ways, "onMove" | "onEdit"> & {
  /** the appointment that is being changed */
  busyId: number | null;
  step: (appointment: Appointment, to: AppointmentStatus) => void;
  remove: (appointment: Appointment) => void;
  /** what is being asked before it is done, for ActionDialogs */
  asking: Asking | null;
  keep: () => void;
  confirm: () => void;
};

/** Nobody else has changed what a step depends on, so it may be taken on their version. */
function isSamePlace(one: Appointment, other: Appointment): boolean {
  return one.status === other.status && one.doctor_id === other.doctor_id && one.appointment_datetime === other.appointment_datetime && one.ends_at === other.ends_at;
}

const changedBy = (error: unknown) => (error instanceof ApiError && error.code === "changed_meanwhile" ? (error.current as Appointment) : null);

/** The steps of appointments wherever they are listed: each says what it did, and can be taken back for as long as the toast is there. */
export function useAppointmentActions({ onMove, onEdit, onBookAgain }: Ways): AppointmentActions {
  const { t } = useTranslation();
  const format = useFormats();
  const user = useUser();
  const queryClient = useQueryClient();
  const removing = useDeleteAppointment();
  const restoring = useRestoreAppointment();
  const [busyId, setBusyId] = useState<number | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);

  const nameOf = ({ patient_name }: Appointment) => isolated(patient_name);
  const whenOf = ({ appointment_datetime, doctor_name }: Appointment) => {
    const day = format.dayOf(appointment_datetime);
    const values = { time: format.time(appointment_datetime), doctor: isolated(doctor_name), day: format.dayShort(day) };
    return day === format.dayOf(new Date()) ? t("appointments.done.detail", values) : t("appointments.done.detail_day", values);
  };

  async function become(appointment: Appointment, to: AppointmentStatus): Promise<Appointment> {
    try {
      return await changeAppointment(appointment, { status: to });
    } catch (error) {
      const current = changedBy(error);
      // only a note or a reason is new: the step is still the same step
      if (!current || !isSamePlace(appointment, current)) throw error;
      return changeAppointment(current, { status: to });
    }
  }

  function explain(error: unknown, title: string, appointment: Appointment) {
    const current = changedBy(error);
    const conflict = readConflict(error);
    if (current) {
      showSaved(queryClient, current);
      const detail = current.status === appointment.status ? t("appointments.failed.meanwhile_moved") : t("appointments.failed.meanwhile_detail", { status: t(`status.${current.status}`) });
      showToast({ tone: "info", title: t("appointments.failed.meanwhile", { name: nameOf(appointment) }), detail });
    } else if (conflict) {
      showToast({
        tone: "bad",
        title: t("appointments.failed.taken_title", { time: format.time(appointment.appointment_datetime) }),
        detail: t("appointments.failed.taken_detail", { name: nameOf(appointment) }),
        action: { label: t("appointments.failed.book_again"), onAction: () => onBookAgain(appointment) },
      });
    } else {
      showToast({ tone: "bad", title, detail: refusalText(error, t, format) });
    }
    refreshAll(queryClient);
  }

  async function take(appointment: Appointment, to: AppointmentStatus, canUndo = true) {
    setBusyId(appointment.id);
    try {
      const saved = await become(appointment, to);
      showSaved(queryClient, saved);
      const back = stepBack(appointment.status, to);
      showToast({
        title: t(`appointments.done.${to}`, { name: nameOf(saved) }),
        detail: whenOf(saved),
        ...(canUndo && back && { action: { label: t("toast.undo"), onAction: () => void take(saved, back, false) } }),
      });
    } catch (error) {
      explain(error, t(canUndo ? "appointments.failed.step" : "appointments.failed.undo", { name: nameOf(appointment) }), appointment);
    } finally {
      setBusyId(null);
    }
  }

  async function bringBack(appointment: Appointment) {
    try {
      const saved = await restoring.mutateAsync(appointment.id);
      showToast({ title: t("appointments.done.restored", { name: nameOf(saved) }), detail: whenOf(saved) });
    } catch (error) {
      explain(error, t("appointments.failed.restore", { name: nameOf(appointment) }), appointment);
    }
  }

  async function erase(appointment: Appointment) {
    setBusyId(appointment.id);
    try {
      await removing.mutateAsync(appointment);
      showToast({
        title: t("appointments.done.deleted", { name: nameOf(appointment) }),
        detail: whenOf(appointment),
        ...(user.role === "admin" && { action: { label: t("toast.undo"), onAction: () => void bringBack(appointment) } }),
      });
    } catch (error) {
      explain(error, t("appointments.failed.delete", { name: nameOf(appointment) }), appointment);
    } finally {
      setBusyId(null);
    }
  }

  async function confirm() {
    if (!asking || busyId !== null) return;
    await (asking.kind === "cancel" ? take(asking.appointment, "cancelled") : erase(asking.appointment));
    setAsking(null);
  }

  return {
    onMove,
    onEdit,
    busyId,
    step: (appointment, to) => {
      if (busyId !== null) return;
      if (to === "cancelled") setAsking({ kind: "cancel", appointment });
      else void take(appointment, to);
    },
    remove: (appointment) => setAsking({ kind: "delete", appointment }),
    asking,
    keep: () => setAsking(null),
    confirm: () => void confirm(),
  };
}
