import createClient from "openapi-fetch";
import { errorFrom, NetworkError } from "./api-error";
import type { components, paths } from "./api-types";
import { accessToken, refresh, untilSignedIn } from "./session";

export type Patient = components["schemas"]["Patient"];
export type PatientDetail = components["schemas"]["PatientDetail"];
export type Appointment = components["schemas"]["Appointment"];
export type AppointmentStatus = Appointment["status"];
export type MedicalRecord = components["schemas"]["Record"];
export type RecordVersion = components["schemas"]["RecordVersion"];
export type Doctor = components["schemas"]["Doctor"];
export type Summary = components["schemas"]["Summary"];

function sendOnce(request: Request, token: string): Promise<Response> {
  // a body can be read once; the copy is sent, so that the request can be sent again
  const copy = request.clone();
  copy.headers.set("Authorization", `Bearer ${token}`);
  return globalThis.fetch(copy).catch((cause: unknown) => {
    if (request.signal.aborted) throw cause;
    throw new NetworkError("no answer", { cause });
  });
}

async function isSessionOver(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  const error = await errorFrom(response.clone());
  return error.code === "unauthenticated";
}

/** Sends a request with an access token, renewed where it has run out. When the whole session is over it waits until the
    same person has signed in again over the page, and goes on. Throws ApiError and NetworkError. */
export async function send(request: Request): Promise<Response> {
  let response = await sendOnce(request, accessToken() ?? (await renewed()));
  // a token can be revoked before its time: renew it once
  if (await isSessionOver(response)) response = await sendOnce(request, await renewed());
  if (!response.ok) throw await errorFrom(response);
  return response;
}

async function renewed(): Promise<string> {
  return (await refresh()) ?? (await untilSignedIn());
}

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: send });

/** The body of a successful answer. Refusals have been thrown before. */
export async function unwrap<Body>(call: Promise<{ data?: Body }>): Promise<NonNullable<Body>> {
  const { data } = await call;
  if (data === undefined || data === null) throw new Error("an answer without a body");
  return data;
}

/** For If-Match: the version that was on the screen when somebody began to change it. */
export function ifMatch(version: number): { "If-Match": string } {
  return { "If-Match": `"${version}"` };
}
