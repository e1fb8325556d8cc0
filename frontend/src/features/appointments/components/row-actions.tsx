import { CalendarClock, Ellipsis, Pencil, Trash2, Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { IconButton } from "@/components/icon-button";
import { Menu, type MenuItem } from "@/components/menu";
import { STATUS_LOOK } from "@/components/status-chip";
import { useFormats } from "@/lib/format";
import type { Appointment } from "@/lib/api";
import { MAY_BECOME, mayMove, nextStep } from "@/features/appointments/rules";
import { isStepBack, stepWord } from "@/features/appointments/step-words";
import type { AppointmentActions } from "@/features/appointments/use-appointment-actions";

type RowActionsProps = { appointment: Appointment; today: string; actions: AppointmentActions };

/** The step that comes next as a button, everything else that is allowed in a menu. */
export function RowActions({ appointment, today, actions }: RowActionsProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { status, patient_name: name } = appointment;
  const time = format.time(appointment.appointment_datetime);
  const next = nextStep(status, format.dayOf(appointment.appointment_datetime), today);

  const steps: MenuItem[] = MAY_BECOME[status].filter((to) => to !== next).map((to) => ({
    key: to,
    label: stepWord(status, to, t),
    icon: isStepBack(status, to) ? Undo2 : STATUS_LOOK[to].icon,
    onSelect: () => actions.step(appointment, to),
  }));
  const changes: MenuItem[] = [
    { key: "move", label: t("appointments.move"), icon: CalendarClock, disabled: !mayMove(status), onSelect: () => actions.onMove(appointment) },
    { key: "edit", label: t("appointments.edit"), icon: Pencil, onSelect: () => actions.onEdit(appointment) },
  ];

  return (
    <span className="acts">
      {next && (
        <Button
          small
          busy={actions.busyId === appointment.id}
          aria-label={t("appointments.step_of", { step: stepWord(status, next, t), name, time })}
          // the second half of a double click would take the step after this one
          onClick={(event) => event.detail < 2 && actions.step(appointment, next)}
        >
          {stepWord(status, next, t)}
        </Button>
      )}
      <Menu
        trigger={<IconButton small icon={Ellipsis} label={t("appointments.more_of", { name, time })} />}
        items={[...changes.filter(({ disabled }) => !disabled), ...steps, { key: "delete", label: t("appointments.delete"), icon: Trash2, danger: true, onSelect: () => actions.remove(appointment) }]}
      />
    </span>
  );
}
