import { useTranslation } from "react-i18next";
import { Icon } from "@/components/icon";
import { STATUS_LOOK } from "@/components/status-chip";
import type { Appointment, AppointmentStatus } from "@/lib/api";
import { useFormats } from "@/lib/format";
import { countBy } from "@/features/appointments/day";
import { STATUSES } from "@/features/appointments/rules";

type StatusFilterProps = { appointments: Appointment[]; statuses: AppointmentStatus[]; onChange: (statuses: AppointmentStatus[]) => void };

/** How many are where: the counts, the legend of the icons and the filter are one line. */
export function StatusFilter({ appointments, statuses, onChange }: StatusFilterProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const counts = countBy(appointments, ({ status }) => status);
  const shown = STATUSES.filter((status) => counts.has(status) || statuses.includes(status));
  return (
    <div role="group" aria-label={t("appointments.statuses")} className="statuses">
      {shown.map((status) => {
        const isOn = statuses.includes(status);
        return (
          <button key={status} type="button" aria-pressed={isOn} data-status={status} onClick={() => onChange(isOn ? statuses.filter((other) => other !== status) : [...statuses, status])}>
            <Icon of={STATUS_LOOK[status].icon} small />
            {t(`status.${status}`)} <b className="tab">{format.number(counts.get(status) ?? 0)}</b>
          </button>
        );
      })}
    </div>
  );
}
