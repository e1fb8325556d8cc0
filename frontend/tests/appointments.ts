import type { Appointment } from "@/lib/api";

let lastId = 0;

/** An appointment of 17 November 2026 in Berlin; a test states only what it is about. */
export function appointment(fields: Partial<Appointment> & { at?: string } = {}): Appointment {
  lastId += 1;
  const { at = "10:30", duration_minutes = 30, ...rest } = fields;
  const starts = new Date(`2026-11-17T${at}:00+01:00`);
  return {
    id: lastId,
    public_id: "019a0000-0000-7000-8000-000000000000",
    patient_id: 1,
    patient_name: "Ana Ruiz",
    doctor_id: 3,
    doctor_name: "Dr Ruth Adeyemi",
    appointment_datetime: starts.toISOString(),
    duration_minutes,
    ends_at: new Date(starts.getTime() + duration_minutes * 60_000).toISOString(),
    status: "scheduled",
    reason: null,
    notes: null,
    created_at: "2026-11-01T10:00:00+01:00",
    updated_at: "2026-11-01T10:00:00+01:00",
    version: 1,
    archived_at: null,
    ...rest,
  };
}
