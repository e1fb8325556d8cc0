import { Check, CheckCheck, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Chip, type Tone } from "./chip";
import type { IconShape } from "./icon";
import { ArrivedShape, InRoomShape, NoShowShape, RingShape } from "./status-shapes";

export type AppointmentStatus = "scheduled" | "confirmed" | "arrived" | "in_room" | "completed" | "cancelled" | "no_show";

/** The loudest is the patient who has arrived and waits. */
export const STATUS_LOOK: Record<AppointmentStatus, { tone: Tone; icon: IconShape }> = {
  scheduled: { tone: "plain", icon: RingShape },
  confirmed: { tone: "ok", icon: Check },
  arrived: { tone: "accent", icon: ArrivedShape },
  in_room: { tone: "info", icon: InRoomShape },
  completed: { tone: "plain", icon: CheckCheck },
  cancelled: { tone: "plain", icon: X },
  no_show: { tone: "bad", icon: NoShowShape },
};

export function StatusChip({ status }: { status: AppointmentStatus }) {
  const { t } = useTranslation();
  const { tone, icon } = STATUS_LOOK[status];
  return (
    <Chip tone={tone} icon={icon} struck={status === "cancelled"}>
      {t(`status.${status}`)}
    </Chip>
  );
}
