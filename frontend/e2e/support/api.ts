import { randomUUID } from "node:crypto";
import { PASSWORD, PEOPLE, type Who } from "./people";

const base = process.env.HMS_URL ?? "";
const tokens = new Map<Who, Promise<string>>();

type Json = Record<string, unknown>;

async function answer(path: string, init: RequestInit): Promise<Json> {
  // Once more where an idle connection was closed just then: every POST here carries its Idempotency-Key.
  const response = await fetch(base + path, init).catch(() => fetch(base + path, init));
  const body = (await response.json()) as Json;
  if (!response.ok) throw new Error(`${init.method} ${path}: ${response.status} ${JSON.stringify(body)}`);
  return body;
}

async function signIn(who: Who): Promise<string> {
  const body = JSON.stringify({ email: PEOPLE[who], password: PASSWORD });
  const { data } = await answer("/api/auth/login", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  return (data as { access_token: string }).access_token;
}

/** What a test needs to be there, made through the API by somebody who may. */
export async function ask<Data = Json>(who: Who, method: string, path: string, body?: unknown): Promise<Data> {
  if (!tokens.has(who)) tokens.set(who, signIn(who));
  const headers: Record<string, string> = { Authorization: `Bearer ${await tokens.get(who)}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method === "POST") headers["Idempotency-Key"] = randomUUID();
  const { data } = await answer(path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return data as Data;
}

let made = 0;

/** Never the same twice, also where several test files run side by side. */
export function unique(word: string): string {
  made += 1;
  return `${word} ${process.pid.toString(36)}${Date.now().toString(36)}${made}`;
}

export type MadePatient = { id: number; name: string; date_of_birth: string; version: number };

export function makePatient(fields: Json = {}): Promise<MadePatient> {
  const name = unique("Ana Ruiz");
  const email = `${name.replaceAll(" ", ".").toLowerCase()}@mail.example`;
  return ask<MadePatient>("admin", "POST", "/api/patients", { name, email, date_of_birth: "1990-01-31", ...fields });
}

/** The doctor that the doctor's account is. */
export async function ownDoctorId(): Promise<number> {
  const { doctor_id } = await ask<{ doctor_id: number }>("doctor", "GET", "/api/auth/me");
  return doctor_id;
}

export type MadeRecord = { id: number; diagnosis: string; patient_id: number; patient_name: string; version: number };

export async function makeRecord(patient: MadePatient, fields: Json = {}): Promise<MadeRecord> {
  const body = { patient_id: patient.id, doctor_id: await ownDoctorId(), diagnosis: unique("Sore throat"), ...fields };
  return ask<MadeRecord>("admin", "POST", "/api/records", body);
}
