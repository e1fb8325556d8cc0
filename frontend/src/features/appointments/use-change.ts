import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/lib/api";
import { ApiError } from "@/lib/api-error";
import { useDoctors } from "@/lib/doctors";
import { useFormats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import { merged, whoChanged } from "@/lib/merge";
import { showToast } from "@/lib/toasts";
import { useChangeAppointment } from "./api/change-appointment";
import { changeOf, FIELDS, LABELS, OTHER_DOCTOR, valuesOf, type AppointmentField, type AppointmentValues } from "./appointment-form";
import { refusalText } from "./refusal-text";
import { MAY_BECOME } from "./rules";
import type { AppointmentForm } from "./use-appointment-form";
import { useSlotWasFree } from "./use-slot-was-free";

type ChangeOptions = { opened: Appointment; mode: "edit" | "move"; onSaved: () => void };

/** Saves a changed appointment. When somebody else saved it meanwhile, nothing is overwritten: what only one of the two changed is
    put together, what both changed is asked. */
export function useChange({ form, refuse, forgive }: AppointmentForm, { opened, mode, onSaved }: ChangeOptions) {
  const { t } = useTranslation();
  const format = useFormats();
  const { data: doctors = [] } = useDoctors();
  const saving = useChangeAppointment();
  const slot = useSlotWasFree(form, opened.id);
  const isSending = useRef(false);
  const [base, setBase] = useState(opened);
  const [theirs, setTheirs] = useState<Appointment | null>(null);

  const submitted = async (values: AppointmentValues) => {
    // the second half of a double click comes before the button is seen to be busy
    if (isSending.current) return;
    isSending.current = true;
    await save(base, values);
    isSending.current = false;
  };

  async function save(before: Appointment, values: AppointmentValues) {
    const change = changeOf(valuesOf(before, format), values);
    if (Object.keys(change).length === 0) {
      onSaved();
      return;
    }
    try {
      const saved = await saving.mutateAsync({ of: before, change });
      tell(saved, before);
      onSaved();
    } catch (error) {
      if (error instanceof ApiError && error.code === "changed_meanwhile") await meet(error.current as Appointment, before, values);
      else refuse(error);
    }
  }

  /** Their version has come in between: where it says nothing new in the fields of this form, mine simply goes on top. */
  async function meet(current: Appointment, before: Appointment, values: AppointmentValues) {
    const [was, is] = [valuesOf(before, format), valuesOf(current, format)];
    const isNews = FIELDS.some((name) => ["them", "both"].includes(whoChanged(was[name], values[name], is[name])));
    if (!isNews) return save(current, values);
    setBase(before);
    setTheirs(current);
  }

  function tell(saved: Appointment, before: Appointment) {
    const name = isolated(saved.patient_name);
    const back = changeOf(valuesOf(saved, format), valuesOf(before, format));
    const mayGoBack = !back.status || MAY_BECOME[saved.status].includes(back.status);
    const undo = async () => {
      try {
        await saving.mutateAsync({ of: saved, change: back });
        showToast({ tone: "info", title: t("appointment_form.done.undone", { name }) });
      } catch (error) {
        showToast({ tone: "bad", title: t("appointments.failed.undo", { name }), detail: refusalText(error, t, format) });
      }
    };
    showToast({
      title: t(mode === "move" ? "appointment_form.done.moved" : "appointment_form.done.saved", { name }),
      detail: t("appointments.done.detail_day", {
        day: format.dayShort(format.dayOf(saved.appointment_datetime)),
        time: format.time(saved.appointment_datetime),
        doctor: isolated(saved.doctor_name),
      }),
      ...(mayGoBack && { action: { label: t("toast.undo"), onAction: () => void undo() } }),
    });
  }

  const submit = () => {
    forgive();
    slot.remember();
    void form.handleSubmit(submitted)();
  };

  const keepMine = (giveUp: string[]) => {
    if (!theirs) return;
    const names = giveUp.includes("doctor") ? [...giveUp, "other_doctor"] : giveUp;
    const values = merged(valuesOf(base, format), form.getValues(), valuesOf(theirs, format), names as AppointmentField[]);
    form.reset(values, { keepDefaultValues: true });
    setTheirs(null);
    setBase(theirs);
    void save(theirs, values);
  };

  const takeTheirs = () => {
    if (!theirs) return;
    form.reset(valuesOf(theirs, format));
    setTheirs(null);
    setBase(theirs);
  };

  const shown = (values: AppointmentValues, name: AppointmentField): string => {
    const value = values[name];
    if (name === "status") return t(`status.${values.status}`);
    if (name === "day") return format.dayShortYear(value);
    if (name === "minutes") return t("appointments.minutes", { count: Number(value) });
    if (name === "doctor") return value === OTHER_DOCTOR ? values.other_doctor : (doctors.find(({ id }) => id === Number(value))?.name ?? "");
    return value;
  };

  const compared = theirs
    ? FIELDS.filter((name) => name !== "other_doctor").map((name) => ({
        name,
        label: t(LABELS[name]),
        before: shown(valuesOf(base, format), name),
        mine: shown(form.getValues(), name),
        theirs: shown(valuesOf(theirs, format), name),
      }))
    : null;

  return { base, submit, isSaving: saving.isPending, wasFree: slot.wasFree, compared, keepMine, takeTheirs };
}
