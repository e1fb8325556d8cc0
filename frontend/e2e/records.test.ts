import type { Page } from "playwright-core";
import { describe } from "vitest";
import { expectAccessible } from "./support/accessible";
import { ask, makePatient, makeRecord, unique, type MadeRecord } from "./support/api";
import { PASSWORD } from "./support/people";
import { expect, test } from "./support/stage";

const panel = (page: Page, name: string) => page.getByRole("dialog", { name, exact: true });
const toast = (page: Page, text: string) => page.getByRole("region", { name: "Messages" }).getByText(text);

/** How many records a patient has, as the server counts them. */
async function countOf(patientId: number): Promise<number> {
  return (await ask<MadeRecord[]>("admin", "GET", `/api/patients/${patientId}/records`)).length;
}

describe("a doctor", () => {
  test("writes a record, amends it and reads what it said before", async ({ visit }) => {
    const patient = await makePatient();
    await makeRecord(patient); // the doctor sees this patient
    const page = await visit("doctor", "/records");

    await page.getByRole("link", { name: "New record" }).click();
    const writing = panel(page, "New record");
    await writing.getByRole("combobox", { name: "Patient" }).fill(patient.name);
    await writing.getByRole("option", { name: /born 31 Jan 1990/ }).click();
    await expect.poll(() => writing.getByLabel("Doctor").inputValue()).toContain("Adeyemi");
    const diagnosis = unique("Iron deficiency");
    await writing.getByLabel("Diagnosis").fill(diagnosis);
    await writing.getByLabel("Prescription").fill("Ferrous sulfate 50 mg, one each morning");
    await writing.getByLabel("Prescription").press("Control+Enter");
    await toast(page, "Record saved").waitFor();

    await page.getByRole("link", { name: diagnosis, exact: true }).click();
    const reading = panel(page, "Medical record");
    await reading.getByText("Ferrous sulfate 50 mg").waitFor();
    await reading.getByText("Never amended.").waitFor();
    await page.keyboard.press("e");

    const amending = panel(page, "Amend record");
    await amending.getByLabel("Prescription").fill("Ferrous sulfate 80 mg, one each morning");
    await amending.getByText("Changed").waitFor();
    await amending.getByLabel("Reason for the amendment").fill("50 mg is not made here");
    await amending.getByRole("button", { name: "Sign amendment" }).click();
    await toast(page, "Record amended").waitFor();

    await reading.getByText("Amended once").waitFor();
    const history = reading.getByRole("region", { name: "History" });
    await history.getByText("50 mg is not made here").waitFor();
    expect(await history.locator("del").allTextContents()).toEqual(["removed: 50"]);
    expect(await history.locator("ins").allTextContents()).toEqual(["added: 80"]);
    await history.getByRole("button", { name: "Read version 1" }).click();
    await history.getByText("Ferrous sulfate 50 mg, one each morning").waitFor();
  });

  test("is told at once that a chart is closed, before anything is written into it", async ({ visit }) => {
    const stranger = await makePatient();
    const page = await visit("doctor", `/records?new=${stranger.id}`);
    await panel(page, "New record").getByText("This chart is not open to you").waitFor();
    await panel(page, "New record").getByLabel("Diagnosis").fill("Cough");
    await page.keyboard.press("Control+Enter");
    expect(await panel(page, "New record").getByText("This chart is not open to you").count()).toBeGreaterThan(0);
    expect(await countOf(stranger.id)).toBe(0);
  });

  test("reads, but is not offered to amend, what another doctor wrote", async ({ visit }) => {
    const patient = await makePatient();
    await makeRecord(patient);
    const { id } = await makeRecord(patient, { doctor_id: undefined, doctor_name: unique("Visiting") });
    const page = await visit("doctor", `/records?record=${id}`);
    await panel(page, "Medical record").getByText("A record is amended by its own doctor").waitFor();
    expect(await panel(page, "Medical record").getByRole("link", { name: "Amend" }).count()).toBe(0);
  });
});

describe("a nurse with the grant", () => {
  test("writes for a doctor, and is led to what is missing", async ({ visit }) => {
    const patient = await makePatient();
    const page = await visit("nurse", `/records?new=${patient.id}`);
    const writing = panel(page, "New record");
    await writing.getByText("The first record of this patient.").waitFor();
    await writing.getByRole("button", { name: "Sign and save" }).click();
    await writing.getByText("2 fields need a look before this can be saved.").waitFor();
    await writing.getByText("Write the diagnosis. “Unclear” with a note is fine.").waitFor();
    await writing.getByRole("link", { name: "Diagnosis" }).click();
    await page.keyboard.type("Unclear");
    await writing.getByLabel("Doctor").selectOption({ index: 1 });
    await writing.getByRole("button", { name: "Sign and save" }).click();
    await toast(page, "Record saved").waitFor();
    expect(await countOf(patient.id)).toBe(1);
  });

  test("writes one record, however often the button is clicked", async ({ visit }) => {
    const patient = await makePatient();
    const page = await visit("nurse", `/records?new=${patient.id}`);
    const writing = panel(page, "New record");
    await writing.getByLabel("Doctor").selectOption({ index: 1 });
    await writing.getByLabel("Diagnosis").fill("Cough");
    await writing.getByRole("button", { name: "Sign and save" }).dblclick();
    await toast(page, "Record saved").waitFor();
    expect(await countOf(patient.id)).toBe(1);
  });

  test("finds records by patient, and the address says it without a name", async ({ visit }) => {
    const patient = await makePatient();
    const { diagnosis } = await makeRecord(patient, { record_date: "2026-01-15" });
    await makeRecord(patient, { record_date: "2026-03-15" });
    const page = await visit("nurse", "/records");
    await page.getByRole("table").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type(patient.name);
    await page.getByRole("option", { name: new RegExp(patient.name) }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("2 records").waitFor();
    await page.getByLabel("To", { exact: true }).fill("31.1.2026");
    await page.getByText("1 record", { exact: true }).waitFor();
    await page.getByRole("link", { name: diagnosis, exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe(`?patient=${patient.id}&to=2026-01-31`);
    await page.reload();
    await page.getByText("1 record", { exact: true }).waitFor();
    await expect.poll(() => page.getByRole("combobox", { name: "Patient" }).inputValue()).toBe(patient.name);
  });
});

test("reception is told why charts are closed, and has no tab for them", async ({ visit }) => {
  const page = await visit("reception", "/records?record=1");
  await page.getByRole("heading", { name: "Charts are not open to your account" }).waitFor();
  expect(await page.getByRole("navigation", { name: "Main" }).getByText("Medical Records").count()).toBe(0);
});

describe("two people amend the same record", () => {
  test("and the second keeps both", async ({ visit }) => {
    const record = await makeRecord(await makePatient(), { prescription: "Rest", notes: "Tired" });
    const [first, second] = await Promise.all([visit("nurse", `/records?amend=${record.id}`), visit("admin", `/records?amend=${record.id}`)]);

    await panel(second, "Amend record").getByLabel("Notes").fill("Tired, pale");
    await panel(second, "Amend record").getByLabel("Reason for the amendment").fill("Seen again");

    await panel(first, "Amend record").getByLabel("Prescription").fill("Iron 80 mg");
    await panel(first, "Amend record").getByLabel("Reason for the amendment").fill("Lab");
    await panel(first, "Amend record").getByRole("button", { name: "Sign amendment" }).click();
    await toast(first, "Record amended").waitFor();

    await panel(second, "Amend record").getByRole("button", { name: "Sign amendment" }).click();
    await panel(second, "Amend record").getByText("A colleague amended this record while you were editing.").waitFor();
    await panel(second, "Amend record").getByRole("button", { name: "Keep both" }).click();
    await toast(second, "Record amended").waitFor();

    const now = await ask("admin", "GET", `/api/records/${record.id}`);
    expect(now).toMatchObject({ prescription: "Iron 80 mg", notes: "Tired, pale", version: 3 });
  });

  test("and the second chooses where both wrote", async ({ visit }) => {
    const record = await makeRecord(await makePatient(), { notes: "Tired" });
    const page = await visit("nurse", `/records?amend=${record.id}`);
    await panel(page, "Amend record").getByLabel("Notes").fill("Tired, pale");
    await panel(page, "Amend record").getByLabel("Reason for the amendment").fill("Seen again");
    await ask("admin", "PUT", `/api/records/${record.id}`, { notes: "Tired for weeks", reason: "Asked" });
    await panel(page, "Amend record").getByRole("button", { name: "Sign amendment" }).click();
    await panel(page, "Amend record").getByRole("radio", { name: /Tired for weeks/ }).check({ force: true });
    await panel(page, "Amend record").getByRole("button", { name: "Save as chosen" }).click();
    await panel(page, "Amend record").getByText("Nothing is changed yet.").waitFor();
    expect(await ask("admin", "GET", `/api/records/${record.id}`)).toMatchObject({ notes: "Tired for weeks", version: 2 });
  });
});

test("an administrator deletes a record and takes it back", async ({ visit }) => {
  const record = await makeRecord(await makePatient());
  const page = await visit("admin", `/records?patient=${record.patient_id}`);
  await page.getByRole("button", { name: `More for ${record.diagnosis}` }).click();
  await page.getByRole("menuitem", { name: "Delete record" }).click();
  const question = page.getByRole("alertdialog", { name: "Delete this record?" });
  await question.getByText(record.diagnosis).waitFor();
  await question.getByText(record.patient_name).waitFor();
  await question.getByRole("button", { name: "Delete record" }).click();
  await toast(page, "Record deleted").waitFor();
  await page.getByRole("link", { name: record.diagnosis, exact: true }).waitFor({ state: "detached" });

  await page.getByRole("button", { name: "Undo" }).click();
  await toast(page, "Record brought back").waitFor();
  await page.getByRole("link", { name: record.diagnosis, exact: true }).click();
  await panel(page, "Medical record").getByText("Never amended.").waitFor();
  await panel(page, "Medical record").getByText(/Brought back by/).waitFor();
});

describe("a half-filled form", () => {
  test("outlives the end of its session", async ({ visit }) => {
    const patient = await makePatient();
    const page = await visit("nurse", `/records?new=${patient.id}`);
    const writing = panel(page, "New record");
    await writing.getByLabel("Doctor").selectOption({ index: 1 });
    await writing.getByLabel("Diagnosis").fill("Tonsillitis");
    await writing.getByLabel("Notes").fill("Looked at twice");

    // over night, at another desk: the session is over and this screen does not know it yet
    await page.context().request.post("/api/auth/logout", { headers: { "X-Requested-With": "hms" } });
    await writing.getByRole("button", { name: "Sign and save" }).click();
    const signIn = page.getByRole("alertdialog", { name: "Sign in to go on" });
    await signIn.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await signIn.getByRole("button", { name: "Sign in" }).click();

    await toast(page, "Record saved").waitFor();
    const records = await ask<MadeRecord[]>("admin", "GET", `/api/patients/${patient.id}/records`);
    expect(records).toMatchObject([{ diagnosis: "Tonsillitis", notes: "Looked at twice" }]);
  });

  test("is not lost by Esc without being asked about", async ({ visit }) => {
    const page = await visit("nurse", "/records?panel=new");
    const writing = panel(page, "New record");
    await writing.getByLabel("Diagnosis").fill("Tonsillitis");
    await page.keyboard.press("Escape");
    const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
    await question.getByRole("button", { name: "Keep editing" }).click();
    await question.waitFor({ state: "detached" });
    await expect.poll(() => writing.getByLabel("Diagnosis").inputValue()).toBe("Tonsillitis");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Discard changes" }).click();
    await writing.waitFor({ state: "detached" });
  });
});

test("records are read and written by keyboard alone", async ({ visit }) => {
  const patient = await makePatient();
  const older = await makeRecord(patient, { record_date: "2026-01-15" });
  const newer = await makeRecord(patient, { record_date: "2026-02-15" });
  const page = await visit("nurse", `/records?patient=${patient.id}`);
  await page.getByRole("link", { name: older.diagnosis, exact: true }).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");

  await page.keyboard.press("ArrowDown");
  await expect.poll(focused).toBe(newer.diagnosis);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await panel(page, "Medical record").getByRole("heading", { name: older.diagnosis }).waitFor();
  await expect.poll(focused).toBe(older.diagnosis);
  await page.keyboard.press("Escape");
  await panel(page, "Medical record").waitFor({ state: "detached" });
  await expect.poll(focused).toBe(older.diagnosis);

  await page.keyboard.press("r");
  await panel(page, "New record").getByText(patient.name).waitFor();
  await page.keyboard.type("Bronchitis"); // the diagnosis has the focus
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ArrowDown"); // the first doctor
  await page.keyboard.press("Control+Enter");
  await toast(page, "Record saved").waitFor();
  await expect.poll(focused).toBe(older.diagnosis);
  expect(await countOf(patient.id)).toBe(3);
});

describe("axe finds nothing", () => {
  test("in the list, in a record with its history, in the forms and before a deletion", async ({ visit }) => {
    const patient = await makePatient();
    const record = await makeRecord(patient, { prescription: "Iron 50 mg\nVitamin C\nRest" });
    await ask("admin", "PUT", `/api/records/${record.id}`, { prescription: "Iron 80 mg\nVitamin C\nRest", reason: "Lab" });
    const list = `/records?patient=${patient.id}`;
    const page = await visit("nurse", list);
    await page.getByRole("link", { name: record.diagnosis, exact: true }).waitFor();
    await expectAccessible(page);

    await page.goto(`${list}&record=${record.id}`);
    await panel(page, "Medical record").getByRole("button", { name: "Read version 1" }).click();
    await expectAccessible(page);

    await panel(page, "Medical record").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("alertdialog").waitFor();
    await expectAccessible(page);

    await page.goto(`${list}&panel=new`);
    await panel(page, "New record").getByRole("button", { name: "Sign and save" }).click();
    await panel(page, "New record").getByText("3 fields need a look").waitFor();
    await expectAccessible(page);

    await page.goto(`${list}&amend=${record.id}`);
    const amending = panel(page, "Amend record");
    await amending.getByLabel("Prescription").fill("Iron 100 mg");
    await amending.getByLabel("Reason for the amendment").fill("Lab");
    await ask("admin", "PUT", `/api/records/${record.id}`, { prescription: "Iron 90 mg", notes: "Pale", reason: "Lab" });
    await amending.getByRole("button", { name: "Sign amendment" }).click();
    await amending.getByText("A colleague amended this record while you were editing.").waitFor();
    await expectAccessible(page);
  });

  test("on the way back into a session, and where charts are closed", async ({ visit }) => {
    const page = await visit("reception", "/records");
    await page.getByRole("heading", { name: "Charts are not open to your account" }).waitFor();
    await expectAccessible(page);
    await page.context().request.post("/api/auth/logout", { headers: { "X-Requested-With": "hms" } });
    await page.getByRole("link", { name: "Go to patients" }).click();
    await page.getByRole("alertdialog", { name: "Sign in to go on" }).waitFor();
    await expectAccessible(page);
  });
});

describe("what a screen looks like when it is not the happy case", () => {
  test.for([
    ["empty", "/records?patient=PATIENT", "No medical records yet"],
    ["gone", "/records?patient=PATIENT&record=999999", "This record is not there any more"],
  ] as const)("%s", async ([, address, title], { visit }) => {
    const patient = await makePatient();
    const page = await visit("nurse", address.replace("PATIENT", String(patient.id)));
    await page.getByRole("heading", { name: title }).waitFor();
    await expectAccessible(page);
  });

  test("failing, and then not", async ({ visit }) => {
    const record = await makeRecord(await makePatient());
    const page = await visit("nurse", "/patients");
    await page.route("**/api/records?*", (route) => route.fulfill({ status: 500, json: { success: false, code: "internal", error: "Something went wrong.", request_id: "7f3a" } }));
    await page.getByRole("link", { name: "Medical Records" }).click();
    await page.getByRole("heading", { name: "The medical records could not be loaded" }).waitFor();
    await page.getByText("Reference 7f3a").waitFor();
    await page.unroute("**/api/records?*");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("link", { name: record.diagnosis, exact: true }).waitFor();
  });
});
