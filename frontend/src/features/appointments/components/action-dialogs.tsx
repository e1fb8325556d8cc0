import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { PersonName } from "@/components/person-name";
import { RichText } from "@/components/rich-text";
import { useFormats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import type { AppointmentActions } from "@/features/appointments/use-appointment-actions";

/** Asks before an appointment is cancelled or deleted, with whose and when. */
export function ActionDialogs({ actions: { asking, busyId, keep, confirm } }: { actions: AppointmentActions }) {
  const { t } = useTranslation();
  const format = useFormats();
  if (!asking) return null;
  const { kind, appointment } = asking;
  const texts = kind === "cancel" ? "appointments.cancel" : "appointments.remove";
  const values = {
    day: format.dayLong(format.dayOf(appointment.appointment_datetime)),
    time: format.time(appointment.appointment_datetime),
    doctor: isolated(appointment.doctor_name),
  };
  return (
    <ConfirmDialog
      question={<RichText of={`${texts}.question`} values={values} parts={{ who: <PersonName>{appointment.patient_name}</PersonName> }} />}
      keepLabel={t(`${texts}.keep`)}
      confirmLabel={t(`${texts}.confirm`)}
      busyLabel={t(`${texts}.busy`)}
      busy={busyId === appointment.id}
      onKeep={keep}
      onConfirm={confirm}
    >
      {t(`${texts}.text`, values)}
    </ConfirmDialog>
  );
}
