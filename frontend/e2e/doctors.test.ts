import type { Page } from "playwright-core";
import { describe } from "vitest";
import { expectAccessible } from "./support/accessible";
import { ask, makePatient, unique } from "./support/api";
import { FAR_DAY, makeAppointment, makeDoctor, type MadeDoctor } from "./support/appointments";
import { expect, test } from "./support/stage";

type Doctor = MadeDoctor & { specialty: string | null; is_active: boolean; is_visiting: boolean };

const panel = (page: Page, name: string) => page.getByRole("dialog", { name, exact: true });
const toast = (page: Page, text: string | RegExp) => page.getByRole("region", { name: "Messages" }).getByText(text);
const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(name) });
const menu = async (page: Page, name: string, item: string) => {
  await page.getByRole("button", { name: `More for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
};
const everybody = () => ask<Doctor[]>("admin", "GET", "/api/doctors");
const saved = async ({ id }: { id: number }) => (await everybody()).find((doctor) => doctor.id === id);

/** Somebody who was only ever named, at a booking. */
async function makeVisiting(at = "10:30"): Promise<{ id: number; name: string; appointment: number }> {
  const name = unique("Dr R. Okafor");
  const { id: patient_id } = await makePatient();
  const { id, doctor_id } = await ask<{ id: number; doctor_id: number }>("admin", "POST", "/api/appointments", {
    patient_id,
    doctor_name: name,
    appointment_datetime: `${FAR_DAY}T${at}`,
  });
  return { id: doctor_id, name, appointment: id };
}

describe("an administrator", () => {
  test("adds a doctor, renames them, and takes them out of booking and back", async ({ visit }) => {
    const [name, renamed] = [unique("Dr Idris Bello"), unique("Dr Idris Bello-Marsh")];
    const page = await visit("admin", "/doctors");
    await page.getByRole("heading", { name: "Doctors of the clinic" }).waitFor();
    await page.keyboard.press("n");
    await panel(page, "Add doctor").getByLabel("Name", { exact: true }).fill(name);
    await panel(page, "Add doctor").getByLabel("Specialty").fill("Geriatrics");
    await panel(page, "Add doctor").getByRole("button", { name: "Add doctor" }).dblclick();
    await toast(page, /Added/).waitFor();
    expect((await everybody()).filter((doctor) => doctor.name === name)).toMatchObject([{ specialty: "Geriatrics", is_visiting: false }]);

    await page.getByRole("link", { name, exact: true }).click();
    await panel(page, "Edit doctor").getByLabel("Name", { exact: true }).fill(renamed);
    await expectAccessible(page);
    await page.keyboard.press("Control+Enter");
    await toast(page, /Saved/).waitFor();
    await row(page, renamed).waitFor();

    await menu(page, renamed, "No longer works here");
    await row(page, renamed).getByText("Not active").waitFor();
    await page.getByRole("listitem").filter({ hasText: "Can no longer be booked" }).getByRole("button", { name: "Undo" }).click();
    await row(page, renamed).getByText("Not active").waitFor({ state: "detached" });
    expect((await everybody()).find((doctor) => doctor.name === renamed)?.is_active).toBe(true);
  });

  test("merges a visiting doctor, once no two appointments overlap", async ({ visit }) => {
    const doctor = await makeDoctor();
    const other = await makeAppointment({ doctor, at: "10:15" });
    const visiting = await makeVisiting("10:30");
    const page = await visit("admin", "/doctors");
    await page.getByRole("button", { name: `Merge ${visiting.name}` }).click();
    const merging = panel(page, "Merge doctor");
    await merging.getByText(`Who is ${visiting.name} really?`).waitFor();
    await page.keyboard.press("Control+Enter");
    await merging.getByText("Choose the doctor.").waitFor();
    await merging.getByLabel("Doctor of the clinic").selectOption(String(doctor.id));
    await page.keyboard.press("Control+Enter");
    await merging.getByText("The two have appointments at the same time.").waitFor();
    await expectAccessible(page);
    expect(await saved(visiting)).toMatchObject({ is_visiting: true });

    // the way out: one of the two is moved
    await merging.getByRole("link", { name: `Move 10:15 to 10:45 with ${doctor.name}, Tue 4 Mar` }).click();
    const moving = page.getByRole("dialog", { name: "Move appointment" });
    await moving.getByLabel("Start", { exact: true }).fill("11:00");
    await page.keyboard.press("Control+Enter");
    await toast(page, /Moved/).waitFor();
    expect(await ask("admin", "GET", `/api/appointments/${other.id}`)).toMatchObject({ duration_minutes: 30 });

    await page.goto(`/doctors?merge=${visiting.id}`);
    await merging.getByLabel("Doctor of the clinic").selectOption(String(doctor.id));
    await merging.getByRole("button", { name: "Merge doctor" }).click();
    await toast(page, /^Merged/).waitFor();
    await row(page, visiting.name).waitFor({ state: "detached" });
    expect(await ask("admin", "GET", `/api/appointments/${visiting.appointment}`)).toMatchObject({ doctor_id: doctor.id, doctor_name: doctor.name });
  });

  test("takes a visiting doctor into the clinic, and back out", async ({ visit }) => {
    const visiting = await makeVisiting();
    const page = await visit("admin", "/doctors");
    await menu(page, visiting.name, "Take into the clinic");
    await toast(page, /Now a doctor of the clinic/).waitFor();
    const known = page.getByRole("table", { name: "Doctors of the clinic" });
    await known.getByRole("link", { name: visiting.name, exact: true }).waitFor();
    expect(await saved(visiting)).toMatchObject({ is_visiting: false });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("table", { name: "Visiting doctors" }).getByRole("link", { name: visiting.name, exact: true }).waitFor();
    expect(await saved(visiting)).toMatchObject({ is_visiting: true });
  });

  test("keeps what a colleague saved meanwhile", async ({ visit }) => {
    const doctor = await makeDoctor();
    const page = await visit("admin", `/doctors?edit=${doctor.id}`);
    const editing = panel(page, "Edit doctor");
    await editing.getByLabel("Specialty").fill("Cardiology");
    await ask("admin", "PUT", `/api/doctors/${doctor.id}`, { name: `${doctor.name} Jr` });
    await page.keyboard.press("Control+Enter");
    await editing.getByText("A colleague saved this doctor while you were editing.").waitFor();
    await editing.getByRole("button", { name: "Keep both" }).click();
    await toast(page, /Saved/).waitFor();
    expect(await saved(doctor)).toMatchObject({ name: `${doctor.name} Jr`, specialty: "Cardiology" });
  });
});

test("goes through both lists by arrow keys, and opens with Enter", async ({ visit }) => {
  const page = await visit("admin", "/doctors");
  const first = page.getByRole("table", { name: "Doctors of the clinic" }).getByRole("link").first();
  await first.waitFor();
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => first.evaluate((link) => link === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await panel(page, "Edit doctor").waitFor();
  await page.keyboard.press("Escape");
  await panel(page, "Edit doctor").waitFor({ state: "detached" });
  await expect.poll(() => first.evaluate((link) => link === document.activeElement)).toBe(true);
});

test.for([[1280, "en"], [390, "ar"]] as const)("is accessible at %i in %s", async ([width, language], { visit }) => {
  await makeVisiting();
  const page = await visit("admin", "/doctors", { width, language });
  await page.locator("main table").first().waitFor();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});

test("is nobody else's page", async ({ visit }) => {
  const page = await visit("reception", "/doctors");
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await page.getByRole("heading", { name: "Doctors of the clinic" }).count()).toBe(0);
  expect(await page.getByRole("navigation", { name: "Main" }).getByText("Doctors").count()).toBe(0);
});
