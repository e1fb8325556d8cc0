import { useSyncExternalStore } from "react";
import type { components } from "./api-types";
import { errorFrom, NetworkError } from "./api-error";
import { readPreferences, savePreference } from "./preferences";

export type User = components["schemas"]["User"];
type SignedIn = components["schemas"]["Tokens"];

/** expired: somebody was signed in here and their screen is still open; they sign in again over it. */
export type Session =
  | { state: "starting" | "signed_out"; user: null }
  | { state: "signed_in" | "expired"; user: User };

// The token lives in this variable and nowhere else: not in storage, not in a URL, not in a message to another tab.
let token: string | null = null;
let freshUntil = 0;
let session: Session = { state: "starting", user: null };
let refreshing: Promise<string | null> | null = null;
let waiting: ((token: string) => void)[] = [];
const listeners = new Set<() => void>();

type Message = { type: "signed_in"; user_id: string } | { type: "signed_out" };
const channel = new BroadcastChannel("hms-session");

function change(next: Session, signedIn?: SignedIn) {
  session = next;
  token = signedIn?.access_token ?? null;
  // a few seconds early, so that a token doesn't die on its way
  freshUntil = signedIn ? Date.now() + (signedIn.expires_in - 15) * 1000 : 0;
  for (const listener of listeners) listener();
}

/** The access token while it is good; null when the next request must fetch a new one. */
export const accessToken = () => (Date.now() < freshUntil ? token : null);
export const currentSession = () => session;

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}

/** The signed-in user; only below the guard that shows the sign-in page to everybody else. */
export function useUser(): User {
  const { user } = useSession();
  if (!user) throw new Error("useUser is for screens of signed-in users");
  return user;
}

/** Charts are for doctors, administrators and staff with the clinical grant. */
export function mayReadRecords(user: User): boolean {
  return user.role !== "staff" || user.grants.includes("clinical");
}

async function send(path: string, body?: unknown): Promise<Response> {
  try {
    return await globalThis.fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-Requested-With": "hms", ...(body !== undefined && { "Content-Type": "application/json" }) },
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch (cause) {
    throw new NetworkError("no answer", { cause });
  }
}

async function readSession(response: Response): Promise<SignedIn> {
  const { data } = (await response.json()) as { data: SignedIn };
  return data;
}

function start(signedIn: SignedIn): string {
  // a screen of one person must never go on as another's
  if (session.user && session.user.id !== signedIn.user.id) {
    restart();
    return signedIn.access_token;
  }
  change({ state: "signed_in", user: signedIn.user }, signedIn);
  savePreference("had_session", true);
  for (const goOn of waiting) goOn(signedIn.access_token);
  waiting = [];
  return signedIn.access_token;
}

/** Everything in memory goes with the page. */
export function restart(): void {
  window.location.replace("/");
}

export async function signIn(email: string, password: string): Promise<void> {
  const response = await send("/api/auth/login", { email, password });
  if (!response.ok) throw await errorFrom(response);
  const signedIn = await readSession(response);
  start(signedIn);
  channel.postMessage({ type: "signed_in", user_id: signedIn.user.id } satisfies Message);
}

/** A fresh access token, or null when the session is over. Many may ask at once: one request is made. */
export function refresh(): Promise<string | null> {
  refreshing ??= lockedRefresh().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/** The refresh cookie is used once; two tabs using it at the same moment would look like a thief. */
async function lockedRefresh(): Promise<string | null> {
  return navigator.locks.request("hms-refresh", async () => {
    const response = await send("/api/auth/refresh");
    if (response.ok) return start(await readSession(response));
    if (response.status !== 401) throw await errorFrom(response);
    end();
    return null;
  });
}

function end() {
  savePreference("had_session", false);
  change(session.user ? { state: "expired", user: session.user } : { state: "signed_out", user: null });
}

/** For a request that met the end of the session: resolves when the same user has signed in again. */
export function untilSignedIn(): Promise<string> {
  return new Promise((resolve) => waiting.push(resolve));
}

/** At start: goes on with the session of the cookie, if this browser has had one since the last sign-out. */
export async function resume(): Promise<void> {
  try {
    if (readPreferences().had_session) await refresh();
    else change({ state: "signed_out", user: null });
  } catch {
    // no answer, so no session yet: the sign-in page says that the server is away
    change({ state: "signed_out", user: null });
  }
}

export async function signOut(): Promise<void> {
  const response = await send("/api/auth/logout");
  if (!response.ok && response.status !== 401) throw await errorFrom(response);
  channel.postMessage({ type: "signed_out" } satisfies Message);
  forget();
}

/** Leaves nothing of the session in this tab. */
export function forget(): void {
  savePreference("had_session", false);
  window.location.replace("/sign-in");
}

channel.onmessage = ({ data }: MessageEvent<Message>) => {
  if (data.type === "signed_out" && session.user) forget();
  if (data.type === "signed_in") {
    if (session.user && session.user.id !== data.user_id) restart();
    // each tab fetches a token of its own; if that fails, the dialog stays and says so
    else if (session.state !== "signed_in") void refresh().catch(() => undefined);
  }
};
