import { ask, makePatient, unique, type MadePatient } from "./api";

export type MadeDoctor = { id: number; name: string; version: number };
export type MadeAppointment = { id: number; patient_id: number; patient_name: string; doctor_id: number; doctor_name: string; appointment_datetime: string; status: string; version: number };

/** A doctor with an empty diary, whom no other test knows. */
export function makeDoctor(fields: { name?: string; specialty?: string } = {}): Promise<MadeDoctor> {
  return ask<MadeDoctor>("admin", "POST", "/api/doctors", { name: unique("Dr Mara Okafor"), specialty: "General practice", ...fields });
}

/** A day on which the demo clinic has nobody. */
export const FAR_DAY = "2031-03-04";

type Wanted = { doctor?: MadeDoctor; patient?: MadePatient; day?: string; at?: string; [field: string]: unknown };

export async function makeAppointment({ doctor, patient, day = FAR_DAY, at = "10:30", ...fields }: Wanted = {}): Promise<MadeAppointment> {
  const [{ id: doctor_id }, { id: patient_id }] = await Promise.all([doctor ?? makeDoctor(), patient ?? makePatient()]);
  return ask<MadeAppointment>("admin", "POST", "/api/appointments", { patient_id, doctor_id, appointment_datetime: `${day}T${at}`, ...fields });
}

/** The clinic's today, whatever this machine thinks. */
export async function today(): Promise<string> {
  return (await ask<{ today: string }>("admin", "GET", "/api/summary")).today;
}

/** What is booked with a doctor, as the server has it. */
export function bookedWith(doctor: { id: number }): Promise<MadeAppointment[]> {
  return ask<MadeAppointment[]>("admin", "GET", `/api/appointments?doctor_id=${doctor.id}`);
}
