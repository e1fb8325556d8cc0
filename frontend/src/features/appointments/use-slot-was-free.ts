import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { Appointment } from "@/lib/api";
import { useFormats } from "@/lib/format";
import { dayIn, doctorIn, spanIn, type AppointmentValues } from "./appointment-form";
import { inTheWay, partsOf } from "./free-time";

/** Whether the time stood as free on this screen when it was sent: only then was it taken "a moment ago". */
export function useSlotWasFree(form: UseFormReturn<AppointmentValues>, exceptId?: number) {
  const queryClient = useQueryClient();
  const format = useFormats();
  const [wasFree, setWasFree] = useState(false);

  const remember = () => {
    const values = form.getValues();
    const [day, doctorId, span] = [dayIn(values), doctorIn(values), spanIn(values)];
    const known = day && doctorId ? queryClient.getQueryData<Appointment[]>(["appointments", "days", day, day, doctorId]) : undefined;
    setWasFree(Boolean(known && day && span && !inTheWay(partsOf(day, known, { format, exceptId, now: new Date() }), span)));
  };
  return { wasFree, remember };
}
