import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

const origin = window.location.origin;
const user = { id: "u1", name: "Hannah Brandt", email: "h@clinic.example", role: "staff", grants: [], doctor_id: null };
const summary = { patients: 3, appointments: 2, appointments_today: 1, today: "2026-11-17", now: "2026-11-17T09:00:00Z" };

const server = setupServer();
const nativeFetch = globalThis.fetch;
let calls: string[] = [];
/** What the server takes as a valid access token; null when nobody's session is open. */
let valid: string | null;
let issued = 0;

const unauthenticated = () =>
  HttpResponse.json({ success: false, error: "Sign in.", code: "unauthenticated", request_id: "r1" }, { status: 401 });
const signedIn = () => {
  issued += 1;
  valid = `token-${issued}`;
  return HttpResponse.json({ success: true, data: { access_token: valid, expires_in: 600, user } });
};

beforeAll(() => {
  server.listen({ onUnhandledRequest: "error" });
  const intercepted = globalThis.fetch;
  // a page resolves /api against its own address; Node has none
  globalThis.fetch = (input, init) => intercepted(typeof input === "string" ? new URL(input, origin) : input, init);
});
afterAll(() => {
  server.close();
  globalThis.fetch = nativeFetch;
});
beforeEach(() => {
  calls = [];
  valid = "cookie only";
  server.use(
    http.all(`${origin}/api/*`, ({ request }) => {
      calls.push(new URL(request.url).pathname.replace("/api/", ""));
      return undefined;
    }),
    http.post(`${origin}/api/auth/refresh`, ({ request }) =>
      valid && request.headers.get("X-Requested-With") === "hms" ? signedIn() : unauthenticated(),
    ),
    http.post(`${origin}/api/auth/login`, signedIn),
    http.get(`${origin}/api/summary`, ({ request }) =>
      request.headers.get("Authorization") === `Bearer ${valid}` ? HttpResponse.json({ success: true, data: summary }) : unauthenticated(),
    ),
  );
});
afterEach(() => {
  server.resetHandlers();
  vi.useRealTimers();
});

/** A page of its own: fresh modules, nothing in memory. */
async function openPage() {
  vi.resetModules();
  const [session, { api, unwrap }, errors] = await Promise.all([import("@/lib/session"), import("@/lib/api"), import("@/lib/api-error")]);
  return { ...session, ...errors, api, readSummary: () => unwrap(api.GET("/api/summary")) };
}

const refreshes = () => calls.filter((call) => call === "auth/refresh").length;

describe("a request and its access token", () => {
  test("many requests at once make one refresh, and each is answered", async () => {
    const page = await openPage();
    const answers = await Promise.all(Array.from({ length: 5 }, page.readSummary));
    expect(answers.map(({ data }) => data.patients)).toEqual([3, 3, 3, 3, 3]);
    expect(refreshes()).toBe(1);
  });

  test("a token that was revoked is renewed once, and the request sent again", async () => {
    const page = await openPage();
    await page.readSummary();
    valid = "revoked the old one";
    await expect(page.readSummary()).resolves.toMatchObject({ success: true });
    expect(refreshes()).toBe(2);
  });

  test("a token that has run out is renewed before it is sent, so that nothing fails on the way", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-17T09:00:00Z") });
    const page = await openPage();
    await page.readSummary();
    vi.setSystemTime(new Date("2026-11-17T09:10:00Z"));
    await page.readSummary();
    expect(calls).toEqual(["auth/refresh", "summary", "auth/refresh", "summary"]);
  });

  test("a request that still meets 401 after the renewal is refused, not repeated for ever", async () => {
    server.use(http.get(`${origin}/api/summary`, unauthenticated));
    const page = await openPage();
    await expect(page.readSummary()).rejects.toMatchObject({ name: "ApiError", status: 401 });
    expect(refreshes()).toBe(2);
  });

  test("a body is sent whole the second time too", async () => {
    const bodies: unknown[] = [];
    server.use(
      http.post(`${origin}/api/patients/search`, async ({ request }) => {
        bodies.push(await request.json());
        return bodies.length === 1 ? unauthenticated() : HttpResponse.json({ success: true, data: [], count: 0 });
      }),
    );
    const page = await openPage();
    await page.api.POST("/api/patients/search", { body: { q: "ruiz" } });
    expect(bodies).toEqual([{ q: "ruiz" }, { q: "ruiz" }]);
  });
});

describe("a session that ends while a screen is open", () => {
  test("what was asked waits, and is answered after the same person has signed in again", async () => {
    const page = await openPage();
    await page.readSummary();
    valid = null;
    const answer = page.readSummary();
    await vi.waitFor(() => expect(page.currentSession().state).toBe("expired"));
    await page.signIn("h@clinic.example", "secret");
    await expect(answer).resolves.toMatchObject({ data: summary });
  });

  test("with nobody on the screen it is simply signed out", async () => {
    valid = null;
    const page = await openPage();
    await page.refresh();
    expect(page.currentSession()).toEqual({ state: "signed_out", user: null });
  });

  test("a start without a session before it asks nothing", async () => {
    const page = await openPage();
    await page.resume();
    expect(page.currentSession().state).toBe("signed_out");
    expect(calls).toEqual([]);
  });
});

describe("the token", () => {
  test("is never written to the browser's storage", async () => {
    const page = await openPage();
    await page.signIn("h@clinic.example", "secret");
    const stored = JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]);
    expect(stored).not.toContain("token-");
    expect(stored).not.toContain("Hannah");
    expect(stored).not.toContain("clinic.example");
  });
});

describe("what goes wrong has a name", () => {
  test("a refusal carries its status, code, fields, free times and reference", async () => {
    server.use(
      http.post(`${origin}/api/appointments`, () =>
        HttpResponse.json(
          { success: false, error: "10:30 was taken.", code: "slot_taken", fields: { appointment_datetime: ["Taken."] }, next_free: ["2026-11-17T10:50:00+01:00"], request_id: "7f3a" },
          { status: 409 },
        ),
      ),
    );
    const page = await openPage();
    const booking = page.api.POST("/api/appointments", { body: { patient_id: 1, appointment_datetime: "2026-11-17T10:30:00+01:00" } });
    await expect(booking).rejects.toMatchObject({
      status: 409,
      code: "slot_taken",
      fields: { appointment_datetime: ["Taken."] },
      next_free: ["2026-11-17T10:50:00+01:00"],
      request_id: "7f3a",
    });
  });

  test("a busy server says when to come back", async () => {
    server.use(http.get(`${origin}/api/summary`, () => HttpResponse.text("busy", { status: 503, headers: { "Retry-After": "7" } })));
    const page = await openPage();
    await expect(page.readSummary()).rejects.toMatchObject({ name: "ApiError", status: 503, retry_after: 7 });
  });

  test("no answer at all is another thing than a refusal", async () => {
    server.use(http.get(`${origin}/api/summary`, () => HttpResponse.error()));
    const page = await openPage();
    await expect(page.readSummary()).rejects.toMatchObject({ name: "NetworkError" });
  });
});
