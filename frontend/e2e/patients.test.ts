import type { Locator, Page } from "playwright-core";
import { describe } from "vitest";
import { expectAccessible } from "./support/accessible";
import { ask, makePatient, makeRecord, unique, type MadePatient } from "./support/api";
import { expect, test } from "./support/stage";

const panel = (page: Page, name: string) => page.getByRole("dialog", { name, exact: true });
const messages = (page: Page) => page.getByRole("region", { name: "Messages" });
const search = (page: Page) => page.getByRole("searchbox", { name: "Search patients" });
/** Searches, and waits until nobody else is on the screen. */
async function findOnly(page: Page, name: string) {
  await search(page).fill(name);
  await page.getByText("1 match", { exact: true }).waitFor();
}
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

type Kept = MadePatient & { email: string | null; phone: string | null; address: string | null };
const kept = ({ id }: { id: number }) => ask<Kept>("admin", "GET", `/api/patients/${id}`);
const found = (q: string) => ask<Kept[]>("admin", "POST", "/api/patients/search", { q });

async function fill(form: Locator, { name, born, email, phone }: { name: string; born: string; email?: string; phone?: string }) {
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Date of birth").fill(born);
  if (email === undefined) await form.getByLabel("No email").check();
  else await form.getByLabel("Email", { exact: true }).fill(email);
  if (phone !== undefined) await form.getByRole("textbox", { name: "Phone" }).fill(phone);
}

describe("reception", () => {
  test("registers somebody with the keyboard alone, and finds them without accents", async ({ visit }) => {
    const word = unique("").trim();
    const name = `O'Brien-Łukasz 李 <b>${word}</b> & "אבג"`;
    const page = await visit("reception", "/patients");
    await page.getByRole("table").waitFor();

    await page.keyboard.press("n");
    const form = panel(page, "Add patient");
    await form.getByLabel("Name").waitFor();
    await page.keyboard.type(name);
    await page.keyboard.press("Tab");
    await page.keyboard.type("31.1.90");
    await form.getByLabel("Email", { exact: true }).focus();
    await page.keyboard.type(`${word}@mail.example`);
    await page.keyboard.press("Control+Enter");
    await messages(page).getByText("Patient added").waitFor();
    await messages(page).getByText(name).waitFor();
    await form.waitFor({ state: "detached" });

    await page.keyboard.press("/");
    await page.keyboard.type(`obrien luk ${word.toUpperCase()}`);
    await row(page, name).getByText("31 Jan 1990").waitFor();
    // while the last letters are still being searched, fewer of them are marked
    await expect.poll(() => row(page, name).getByRole("cell").first().locator("mark").allInnerTexts()).toEqual(["O'Brien", "Łuk", word]);
    expect(page.url()).not.toContain(word);
    await expectAccessible(page);

    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name }).waitFor();
    expect(await page.title()).not.toContain(word);
    await page.goBack();
    await row(page, name).waitFor();
    await expect.poll(() => search(page).inputValue()).toContain(word.toUpperCase());
  });

  test("is told beside each field what is missing, and loses nothing", async ({ visit }) => {
    const page = await visit("reception", "/patients?panel=new");
    const form = panel(page, "Add patient");
    await form.getByLabel("Date of birth").fill("31.02.1991");
    await form.getByRole("button", { name: "Add patient" }).click();
    await form.getByText("3 fields need a look").waitFor();
    await form.getByText("February 1991 had 28 days.").waitFor();
    await form.getByText("Write the name.").waitFor();
    await expectAccessible(page);
    await form.getByRole("link", { name: "Email" }).click();
    expect(await form.getByLabel("Email", { exact: true }).evaluate((input) => input === document.activeElement)).toBe(true);

    await form.getByLabel("No email").check();
    await form.getByText("Write a phone number, because there is no email.").waitFor();
    expect(await form.getByText("Write the email").count()).toBe(0);
    await expect.poll(() => form.getByLabel("Date of birth").inputValue()).toBe("31.02.1991");
  });

  test("adds one patient by a double click", async ({ visit }) => {
    const name = unique("Twice");
    const page = await visit("reception", "/patients?panel=new");
    const form = panel(page, "Add patient");
    await fill(form, { name, born: "1 Feb 1980", phone: "+49 30 5550 1234" });
    await form.getByRole("button", { name: "Add patient" }).dblclick();
    await messages(page).getByText("Patient added").waitFor();
    const rows = await found(name);
    expect(rows.map(({ email, phone }) => [email, phone])).toEqual([[null, "+49 30 5550 1234"]]);
  });

  test("adds one patient although the first answer was lost", async ({ visit }) => {
    const name = unique("Lost");
    const page = await visit("reception", "/patients?panel=new");
    await page.route("**/api/patients", async (route) => {
      await route.fetch();
      await route.abort();
    }, { times: 1 });
    const form = panel(page, "Add patient");
    await fill(form, { name, born: "1 Feb 1980", phone: "+49 30 5550 1234" });
    await page.keyboard.press("Control+Enter");
    await form.getByText("Not saved yet.").waitFor();
    await expect.poll(() => form.getByLabel("Name").inputValue()).toBe(name);
    await page.keyboard.press("Control+Enter");
    await messages(page).getByText("Patient added").waitFor();
    expect(await found(name)).toHaveLength(1);
  });

  test.for([503, 502])("is told that the server is busy, by it or by the gateway (%i), and keeps what was typed", async (status, { visit }) => {
    const name = unique("Busy");
    const page = await visit("reception", "/patients?panel=new");
    const away = { success: false, code: "unavailable", error: "The database does not answer just now.", request_id: "7f3a" };
    await page.route("**/api/patients", (route) => (status === 503 ? route.fulfill({ status, json: away }) : route.fulfill({ status, body: "<h1>Bad Gateway</h1>" })), { times: 1 });
    const form = panel(page, "Add patient");
    await fill(form, { name, born: "1 Feb 1980", phone: "+49 30 5550 1234" });
    await page.keyboard.press("Control+Enter");
    await form.getByText("The server is busy or being updated. Nothing you typed is lost; try again in a moment.").waitFor();
    await expectAccessible(page);
    await expect.poll(() => form.getByLabel("Name").inputValue()).toBe(name);
    await page.keyboard.press("Control+Enter");
    await messages(page).getByText("Patient added").waitFor();
    expect(await found(name)).toHaveLength(1);
  });

  test("is told whose the e-mail is that is taken, and keeps what was typed", async ({ visit }) => {
    const holder = await kept(await makePatient());
    const page = await visit("reception", "/patients?panel=new");
    const form = panel(page, "Add patient");
    const name = unique("Second");
    await fill(form, { name, born: "1980-02-01", email: (holder.email ?? "").toUpperCase() });
    await form.getByRole("button", { name: "Add patient" }).click();
    await form.getByText(`Already used by ${holder.name}, born 31 Jan 1990.`).waitFor();
    await expectAccessible(page);
    const [beside] = await Promise.all([page.context().waitForEvent("page"), form.getByRole("link", { name: "Open that patient" }).click()]);
    await beside.getByRole("heading", { level: 1, name: holder.name }).waitFor();
    await expect.poll(() => form.getByLabel("Name").inputValue()).toBe(name);
  });

  test("is asked before a half-filled form goes, by Esc, by a link and by closing the page", async ({ visit }) => {
    const page = await visit("reception", "/patients?panel=new");
    const form = panel(page, "Add patient");
    await form.getByLabel("Name").fill("Half");
    const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
    const stay = async () => {
      await question.getByRole("button", { name: "Keep editing" }).click();
      await question.waitFor({ state: "detached" });
    };

    await page.keyboard.press("Escape");
    await stay();
    await page.getByRole("link", { name: "Appointments" }).click();
    await stay();
    const [dialog] = await Promise.all([page.waitForEvent("dialog"), page.close({ runBeforeUnload: true })]);
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await expect.poll(() => form.getByLabel("Name").inputValue()).toBe("Half");

    await form.getByLabel("Name").focus();
    await page.keyboard.press("Escape");
    await question.getByRole("button", { name: "Discard changes" }).click();
    await form.waitFor({ state: "detached" });
    expect(new URL(page.url()).search).toBe("");
  });

  test("edits from the list, and is back on the row afterwards", async ({ visit }) => {
    const patient = await makePatient();
    const page = await visit("reception", "/patients");
    await findOnly(page, patient.name);
    const link = page.getByRole("link", { name: patient.name, exact: true });
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("e");
    const form = panel(page, "Edit patient");
    await form.getByRole("textbox", { name: "Phone" }).fill("+49 30 5550 4711");
    await form.getByText("Not saved yet").waitFor();
    await page.keyboard.press("Control+Enter");
    await messages(page).getByText("Changes saved").waitFor();
    await row(page, patient.name).getByText("+49 30 5550 4711").waitFor();
    await expect.poll(() => link.evaluate((name) => name === document.activeElement)).toBe(true);
  });

  test("has the focus back on the button when a form is closed on a phone", async ({ visit }) => {
    const page = await visit("reception", "/patients", { width: 390 });
    const add = page.getByRole("button", { name: "Add patient" });
    await add.click();
    await panel(page, "Add patient").getByLabel("Name").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => add.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  test("finds nobody, and goes on to add them", async ({ visit }) => {
    const page = await visit("reception", "/patients");
    const name = unique("Jonsdotir");
    await search(page).fill(name);
    await page.getByRole("heading", { name: `No one matches “${name}”` }).waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: `Add “${name}”` }).click();
    await expect.poll(() => panel(page, "Add patient").getByLabel("Name").inputValue()).toBe(name);
  });

  test("reads why charts are closed, and is asked about no record", async ({ visit }) => {
    const patient = await makePatient();
    await makeRecord(patient);
    const asked: string[] = [];
    const page = await visit("reception", "/patients");
    page.on("request", (request) => request.url().includes("/records") && asked.push(request.url()));
    await page.goto(`/patients/${patient.id}`);
    await page.getByText("Charts are not open to you").waitFor();
    await page.getByText("No visits yet").waitFor();
    expect(asked).toEqual([]);
    await expectAccessible(page);
  });
});

describe("two desks, one patient", () => {
  test("the second is shown what the first changed, and both are kept", async ({ visit }) => {
    const patient = await makePatient({ phone: "+49 30 5550 2231" });
    const [first, second] = [await visit("reception", `/patients/${patient.id}?edit=${patient.id}`), await visit("nurse", `/patients/${patient.id}?edit=${patient.id}`)];
    await panel(first, "Edit patient").getByRole("textbox", { name: "Phone" }).fill("+49 30 5550 7788");
    const form = panel(second, "Edit patient");
    await form.getByLabel("Address").fill("Gneisenaustr. 41");
    await first.keyboard.press("Control+Enter");
    await messages(first).getByText("Changes saved").waitFor();

    await second.keyboard.press("Control+Enter");
    const note = form.getByRole("status").filter({ hasText: "A colleague saved this patient while you were editing." });
    await note.waitFor();
    expect(await note.locator("del").innerText()).toBe("+49 30 5550 2231");
    expect(await note.locator("ins").innerText()).toBe("+49 30 5550 7788");
    expect(await kept(patient)).toMatchObject({ phone: "+49 30 5550 7788", address: null });
    await expectAccessible(second);
    await note.getByRole("button", { name: "Keep both" }).click();
    await messages(second).getByText("Changes saved").waitFor();
    expect(await kept(patient)).toMatchObject({ phone: "+49 30 5550 7788", address: "Gneisenaustr. 41" });
  });

  test("where both wrote the same field, a person decides", async ({ visit }) => {
    const patient = await makePatient({ phone: "111" });
    const page = await visit("reception", `/patients/${patient.id}?edit=${patient.id}`);
    const form = panel(page, "Edit patient");
    await form.getByRole("textbox", { name: "Phone" }).fill("222");
    await ask("admin", "PUT", `/api/patients/${patient.id}`, { phone: "333" });
    await page.keyboard.press("Control+Enter");
    await form.getByRole("button", { name: "Save as chosen" }).click();
    await form.getByText("Choose which of the two is right.").waitFor();
    await form.getByText("Theirs: 333").click();
    await form.getByRole("button", { name: "Save as chosen" }).click();
    await form.waitFor({ state: "detached" });
    expect((await kept(patient)).phone).toBe("333");
  });
});

describe("an administrator", () => {
  test("deletes, and takes it back", async ({ visit }) => {
    const patient = await makePatient();
    const page = await visit("admin", `/patients/${patient.id}`);
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete patient" }).click();
    const question = page.getByRole("alertdialog", { name: `Delete ${patient.name}?` });
    await question.getByText("No visits are coming.").waitFor();
    await expectAccessible(page);
    await question.getByRole("button", { name: "Delete patient" }).click();
    await page.waitForURL("**/patients");
    await messages(page).getByRole("button", { name: "Undo" }).click();
    await messages(page).getByText("Patient restored").waitFor();
    expect((await kept(patient)).name).toBe(patient.name);
  });

  test("brings back what somebody else deleted", async ({ visit }) => {
    const patient = await makePatient();
    const desk = await visit("reception", "/patients");
    await findOnly(desk, patient.name);
    await desk.getByRole("button", { name: `More for ${patient.name}` }).click();
    await desk.getByRole("menuitem", { name: "Delete patient" }).click();
    await desk.getByRole("button", { name: "Delete patient" }).click();
    await messages(desk).getByText("Patient deleted").waitFor();
    expect(await messages(desk).getByRole("button", { name: "Undo" }).count()).toBe(0);
    await desk.getByText("No one matches").waitFor();

    const page = await visit("admin", `/patients/${patient.id}`);
    await page.getByRole("link", { name: "Look among the deleted" }).click();
    await search(page).fill(patient.name);
    await expectAccessible(page);
    await page.getByRole("button", { name: `Restore ${patient.name}` }).click();
    await messages(page).getByText("Patient restored").waitFor();
    await page.getByRole("button", { name: "Deleted" }).click();
    await page.getByRole("link", { name: patient.name, exact: true }).waitFor();
  });
});

describe("a doctor", () => {
  test("reads patients, and changes the details of the own only", async ({ visit }) => {
    const [own, stranger] = [await makePatient(), await makePatient()];
    await makeRecord(own);
    const page = await visit("doctor", "/patients");
    await page.getByRole("table").waitFor();
    expect(await page.getByRole("button", { name: "Add patient" }).count()).toBe(0);
    await page.goto(`/patients/${stranger.id}`);
    await page.getByText("chart is not open to you", { exact: false }).waitFor();
    expect(await page.getByRole("button", { name: "Edit" }).count()).toBe(0);
    await page.goto(`/patients/${own.id}`);
    await page.getByRole("button", { name: "Edit" }).click();
    await panel(page, "Edit patient").getByLabel("Address").fill("Gneisenaustr. 41");
    await page.keyboard.press("Control+Enter");
    await messages(page).getByText("Changes saved").waitFor();
    expect((await kept(own)).address).toBe("Gneisenaustr. 41");
  });
});

describe("a file of patients", () => {
  test("is looked at first, then imported, and a second time changes nothing", async ({ visit }) => {
    const word = unique("").trim();
    const rows = Array.from({ length: 120 }, (_, at) => `Person ${word} ${at};${1 + (at % 28)}.3.1980;030 5550 ${1000 + at};MRN-${word}-${at}`);
    const csv = ["Name;Geburtsdatum;Telefon;MRN;Beruf", ...rows.map((line) => `${line};Lehrerin`), `Broken ${word};31.02.1991;030 5550 9999;;`].join("\r\n");
    const file = { name: "patients.csv", mimeType: "application/vnd.ms-excel", buffer: Buffer.from(csv) };

    const page = await visit("reception", "/patients");
    await page.getByRole("link", { name: "Import" }).click();
    await page.getByRole("button", { name: "Choose a file" }).waitFor();
    await expectAccessible(page);
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByText("CSV, divided by semicolons").waitFor();
    await page.getByText("Line 122").waitFor();
    await page.getByText("February 1991 had 28 days.").waitFor();
    await page.getByText("Beruf in 120 rows").waitFor();
    await page.getByRole("cell", { name: `Person ${word} 0` }).waitFor();
    expect(await found(word)).toEqual([]);
    await expectAccessible(page);

    await page.getByRole("button", { name: "Import 120 patients" }).click();
    await page.getByText("120 patients added").waitFor();
    const [refused] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as text" }).click()]);
    expect(refused.suggestedFilename()).toBe("patients-refused.txt");
    await expectAccessible(page);
    await page.getByRole("link", { name: "See the patients" }).click();
    await search(page).fill(`person ${word}`);
    await page.getByText("1 to 25 of 120").waitFor();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByText("26 to 50 of 120").waitFor();

    await page.goto("/patients/import");
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByText("There is nothing to import.").waitFor();
    expect(await page.getByRole("button", { name: /^Import/ }).count()).toBe(0);
  });

  test("that is none is refused with the way on", async ({ visit }) => {
    const page = await visit("reception", "/patients/import");
    await page.locator("input[type=file]").setInputFiles({ name: "patients.xlsx", mimeType: "", buffer: Buffer.from("PK\u0003\u0004rest") });
    await page.getByText("This file can't be imported: patients.xlsx").waitFor();
    await page.getByText("Save the sheet as CSV").waitFor();
    await page.getByRole("button", { name: "Choose a file" }).waitFor();
  });

  test("of everybody is exported", async ({ visit }) => {
    const page = await visit("reception", "/patients");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
    expect(file.suggestedFilename()).toMatch(/^patients-\d{4}-\d\d-\d\d\.csv$/);
  });

  test("is imported and exported from a phone too", async ({ visit }) => {
    const page = await visit("reception", "/patients", { width: 390 });
    const more = page.getByRole("button", { name: "More", exact: true });
    await more.tap();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Export" }).tap()]);
    expect(file.suggestedFilename()).toMatch(/\.csv$/);
    await more.tap();
    await page.getByRole("menuitem", { name: "Import patients" }).tap();
    await page.getByRole("heading", { level: 1, name: "Import patients" }).waitFor();
  });
});

test("the list can be read and used on a phone, in Arabic", async ({ visit }) => {
  const patient = await makePatient({ name: unique("أمل الحداد"), phone: "+49 30 5550 9034", blood_group: "A-" });
  const page = await visit("reception", "/patients", { width: 390, language: "ar", theme: "dark" });
  await page.getByRole("searchbox").fill(patient.name);
  await page.getByRole("link", { name: patient.name, exact: true }).waitFor();
  await expectAccessible(page);
  await page.getByRole("link", { name: patient.name, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: patient.name }).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});
