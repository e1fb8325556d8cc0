import type { Page } from "playwright-core";
import { ask } from "../e2e/support/api.ts";
import type { Who } from "../e2e/support/people.ts";

export const STATES = ["full", "empty", "loading", "failing"] as const;
export type State = (typeof STATES)[number];

/** What the addresses lead to: things of the demo clinic that show much. */
export type Ids = { patient: number; own_patient: number; record: number; appointment: number; doctor: number; visiting: number };

export type Typed = (text: string) => string;

export type Screen = {
  name: string;
  /** admin unless told; null for nobody */
  who?: Who | null;
  address: (ids: Ids) => string;
  /** full unless told */
  states?: readonly State[];
  /** the requests that are answered with nothing, late or never; all but the session's and the counts unless told */
  data?: RegExp;
  /** what is done before it is looked at, by no words of ours: it is shown in every language. What a person would write
      goes through `typed`, so that it can be told from texts of ours */
  act?: (page: Page, state: State, typed: Typed) => Promise<void>;
  /** only served by `npm run dev` */
  development?: boolean;
};

const LISTS = /\/api\/(patients\/search|patients|appointments|records|doctors)(\?|$)|\/api\/patients\/\d+\/records/;

const press = (key: string) => (page: Page) => page.keyboard.press(key);
const click = (selector: string) => (page: Page) => page.locator(selector).first().click();

/** The menu at the end of the first row, and its red item. */
async function askToDelete(page: Page) {
  await page.locator("table .acts [aria-haspopup]").first().click();
  await page.locator(".menu-item.danger").click();
}

async function signInWith(page: Page, state: State) {
  if (state === "full") return;
  await page.locator("input[type=email]").fill("hannah@linden.example");
  await page.locator("input[type=password]").fill("not the password");
  await page.locator("form button[type=submit]").click();
}

/** The session ends behind the back of whoever is working; the next request finds out. */
async function endSession(page: Page) {
  await page.route("**/api/**", (route) => route.fulfill({ status: 401, json: { success: false, code: "unauthenticated", error: "Sign in again." } }));
  await page.locator(".nav a").nth(2).click();
}

const CSV = [
  "name,email,date_of_birth,phone,blood_group,insurer",
  "Ana Ruiz,ana.ruiz@mail.example,1990-01-31,+49 30 5550 1234,O+,TK",
  "O'Brien-Łukasz 李,obrien@mail.example,1985-07-04,+49 30 5550 2345,,AOK",
  "No Birthday,none@mail.example,,+49 30 5550 3456,,AOK",
  "Wrong Day,wrong@mail.example,1991-02-31,,,TK",
].join("\n");

async function chooseFile(page: Page, _state: State, typed: Typed) {
  await page.locator("input[type=file]").setInputFiles({ name: typed("patients of May.csv"), mimeType: "text/csv", buffer: Buffer.from(CSV) });
}

export const SCREENS: Screen[] = [
  { name: "sign-in", who: null, address: () => "/sign-in", states: ["full", "loading", "failing"], data: /\/api\/auth\/login/, act: signInWith },
  { name: "session-expired", address: () => "/patients", act: endSession },
  { name: "not-found", address: () => "/nowhere" },
  { name: "keys", address: () => "/patients", act: press("?") },
  { name: "account", address: () => "/patients", act: click(".me") },

  { name: "patients", address: () => "/patients", states: STATES, data: LISTS },
  { name: "patients-reception", who: "reception", address: () => "/patients" },
  { name: "patient-add", address: () => "/patients?panel=new" },
  { name: "patient-add-incomplete", address: () => "/patients?panel=new", act: click(".panel-foot button[type=submit]") },
  { name: "patient-delete", address: () => "/patients", act: askToDelete },
  { name: "patient", address: ({ patient }) => `/patients/${patient}`, states: ["full", "loading", "failing"] },
  { name: "patient-overview", address: ({ patient }) => `/patients/${patient}`, states: ["empty", "loading", "failing"], data: LISTS },
  { name: "patient-visits", address: ({ patient }) => `/patients/${patient}?tab=visits`, states: STATES, data: LISTS },
  { name: "patient-records", address: ({ patient }) => `/patients/${patient}?tab=records`, states: STATES, data: LISTS },
  { name: "patient-reception", who: "reception", address: ({ patient }) => `/patients/${patient}` },
  { name: "patient-edit", address: ({ patient }) => `/patients/${patient}?edit=${patient}` },
  { name: "patient-book", address: ({ patient }) => `/patients/${patient}?book=${patient}` },
  { name: "patient-gone", address: () => "/patients/999999" },
  { name: "import", address: () => "/patients/import" },
  { name: "import-checked", address: () => "/patients/import", act: chooseFile, states: ["full", "loading", "failing"], data: /\/api\/patients\/import/ },

  { name: "appointments-day", address: () => "/appointments", states: STATES, data: LISTS },
  { name: "appointments-week", address: () => "/appointments?view=week", states: STATES, data: LISTS },
  { name: "appointments-list", address: () => "/appointments?view=all", states: STATES, data: LISTS },
  { name: "appointments-doctor", who: "doctor", address: () => "/appointments" },
  { name: "appointment-book", address: () => "/appointments?panel=book" },
  { name: "appointment-book-patient", address: ({ patient }) => `/appointments?book=${patient}` },
  { name: "appointment-book-incomplete", address: () => "/appointments?panel=book", act: click(".panel-foot button[type=submit]") },
  { name: "appointment-edit", address: ({ appointment }) => `/appointments?edit=${appointment}`, states: ["full", "loading", "failing"], data: /\/api\/appointments\/\d+/ },
  { name: "appointment-book-taken", address: ({ patient, doctor }) => `/appointments?day=2031-03-04&doctor=${doctor}&book=${patient}`, act: bookTooLate },
  { name: "appointment-cancel", address: () => "/appointments?view=all&status=scheduled", act: askToCancel },
  { name: "appointment-changed-meanwhile", address: ({ appointment }) => `/appointments?edit=${appointment}`, act: editTooLate },
  { name: "appointment-move", address: ({ appointment }) => `/appointments?move=${appointment}` },

  { name: "records", address: () => "/records", states: STATES, data: LISTS },
  { name: "records-closed", who: "reception", address: () => "/records" },
  { name: "records-filtered", address: ({ patient, doctor }) => `/records?patient=${patient}&doctor=${doctor}&to=2020-01-31` },
  { name: "records-patient", address: ({ patient }) => `/records?patient=${patient}`, states: ["full", "empty"], data: LISTS },
  { name: "record", address: ({ record }) => `/records?record=${record}`, states: ["full", "loading", "failing"], data: /\/api\/records\/\d+/ },
  { name: "record-history", address: ({ record }) => `/records?record=${record}`, act: readFirstVersion },
  { name: "record-gone", address: () => "/records?record=999999" },
  { name: "record-new", address: () => "/records?panel=new" },
  { name: "record-new-patient", who: "doctor", address: ({ own_patient }) => `/records?new=${own_patient}` },
  { name: "record-new-closed", who: "doctor", address: ({ patient }) => `/records?new=${patient}` },
  { name: "record-new-incomplete", address: () => "/records?panel=new", act: click(".panel-foot button[type=submit]") },
  { name: "record-amend", address: ({ record }) => `/records?amend=${record}`, act: amend },
  { name: "record-changed-meanwhile", address: ({ record }) => `/records?amend=${record}`, act: amendTooLate },
  { name: "record-unsaved", address: ({ record }) => `/records?amend=${record}`, act: amendAndLeave },
  { name: "record-delete", address: () => "/records", act: askToDelete },

  { name: "doctors", address: () => "/doctors", states: STATES, data: LISTS },
  { name: "doctor-add", address: () => "/doctors?panel=new" },
  { name: "doctor-edit", address: ({ doctor }) => `/doctors?edit=${doctor}` },
  { name: "doctor-merge", address: ({ visiting }) => `/doctors?merge=${visiting}` },

  { name: "design", address: () => "/design", development: true },
];

/** The red item of the menu deletes; the one before it cancels. */
async function askToCancel(page: Page) {
  await page.locator("table .acts [aria-haspopup]").first().click();
  await page.locator(".menu-item").nth(-2).click();
}

/** The time was free on this screen, and is somebody else's when it is sent. */
async function bookTooLate(page: Page, _state: State, typed: Typed) {
  await page.route(/\/api\/appointments$/, async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    const conflict = { appointment_datetime: "2031-03-04T09:30:00Z", ends_at: "2031-03-04T10:00:00Z", doctor_name: typed("Dr Farah Siddiqui") };
    const next_free = ["2031-03-04T10:00:00Z", "2031-03-04T10:30:00Z", "2031-03-04T11:00:00Z"];
    await route.fulfill({ status: 409, json: { success: false, code: "slot_taken", error: "Taken.", conflict, next_free } });
  });
  await page.locator("input[name=start]").fill("10:30");
  await page.locator("[name=reason]").fill(typed("Back pain since Tuesday"));
  await page.locator(".panel-foot button[type=submit]").click();
  await page.locator(".note.bad").waitFor();
}

/** A colleague saved the appointment first. */
async function editTooLate(page: Page, _state: State, typed: Typed) {
  await page.route(/\/api\/appointments\/\d+$/, async (route) => {
    if (route.request().method() !== "PUT") return route.fallback();
    const { data } = (await (await route.fetch({ method: "GET", postData: "" })).json()) as { data: Record<string, unknown> };
    const names = { patient_name: typed(String(data.patient_name)), doctor_name: typed(String(data.doctor_name)) };
    const current = { ...data, ...names, status: "confirmed", reason: typed("Cough and fever"), notes: typed("Needs an interpreter."), version: 99 };
    await route.fulfill({ status: 412, json: { success: false, code: "changed_meanwhile", error: "Changed meanwhile.", current } });
  });
  await page.locator("[name=reason]").fill(typed("Cough for three weeks, worse at night"));
  await page.locator(".panel-foot button[type=submit]").click();
  await page.locator(".note.warn").waitFor();
}

async function readFirstVersion(page: Page) {
  const version = page.locator(".history button[aria-expanded]").last();
  await version.click();
  await version.scrollIntoViewIfNeeded();
}

async function amend(page: Page, _state: State, typed: Typed) {
  await page.locator("textarea[name=notes]").fill(typed("Seen again after two weeks: better. Next check in January."));
  await page.locator("textarea[name=reason]").fill(typed("Seen again"));
}

async function amendAndLeave(page: Page, state: State, typed: Typed) {
  await amend(page, state, typed);
  await page.keyboard.press("Escape");
}

/** Somebody else was quicker: the server's refusal, with the record as it then is. */
async function amendTooLate(page: Page, state: State, typed: Typed) {
  await page.route(/\/api\/records\/\d+$/, async (route) => {
    if (route.request().method() !== "PUT") return route.fallback();
    const { data } = (await (await route.fetch({ method: "GET", postData: "" })).json()) as { data: Record<string, unknown> };
    const theirs = { prescription: typed("Paracetamol 500 mg\n1-1-1, 3 days"), notes: typed("No fever any more.") };
    const current = { ...data, doctor_name: typed(String(data.doctor_name)), diagnosis: typed(String(data.diagnosis)), ...theirs, version: 99 };
    await route.fulfill({ status: 412, json: { success: false, code: "changed_meanwhile", error: "Changed meanwhile.", current } });
  });
  await amend(page, state, typed);
  await page.locator(".panel-foot button[type=submit]").click();
}

/** Numbers of things that show much: a record that was amended and its patient, a visit to come, a doctor of each kind. */
export async function findIds(): Promise<Ids> {
  type Row = { id: number; version: number; patient_id: number; appointment_datetime: string; is_visiting: boolean };
  const today = new Date().toISOString().slice(0, 10);
  const [records, own, appointments, doctors] = await Promise.all([
    ask<Row[]>("admin", "GET", "/api/records?limit=200"),
    ask<Row[]>("doctor", "GET", "/api/records?limit=200"),
    ask<Row[]>("admin", "GET", `/api/appointments?from=${today}&status=scheduled,confirmed&limit=20`),
    ask<Row[]>("admin", "GET", "/api/doctors"),
  ]);
  // one that was amended, of somebody whom the doctor does not see
  const isOwn = ({ patient_id }: Row) => own.some((other) => other.patient_id === patient_id);
  const record = records.find((row) => row.version > 1 && !isOwn(row)) ?? records[0];
  const ids = {
    record: record?.id,
    patient: record?.patient_id,
    own_patient: own[0]?.patient_id,
    appointment: appointments.at(-1)?.id,
    doctor: doctors.find(({ is_visiting }) => !is_visiting)?.id,
    visiting: doctors.find(({ is_visiting }) => is_visiting)?.id,
  };
  const missing = Object.entries(ids).filter(([, id]) => id === undefined);
  if (missing.length) throw new Error(`The clinic at HMS_URL has no ${missing.map(([name]) => name).join(", ")}: fill it with the demo.`);
  return ids as Ids;
}
