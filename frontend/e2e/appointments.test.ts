import type { Page } from "playwright-core";
import { describe } from "vitest";
import { expectAccessible } from "./support/accessible";
import { ask, makePatient, ownDoctorId, unique } from "./support/api";
import { bookedWith, FAR_DAY, makeAppointment, makeDoctor, today, type MadeAppointment } from "./support/appointments";
import { expect, test } from "./support/stage";

const panel = (page: Page, name: string) => page.getByRole("dialog", { name, exact: true });
const toast = (page: Page, text: string | RegExp) => page.getByRole("region", { name: "Messages" }).getByText(text);
const row = (page: Page, { id }: { id: number }) => page.locator(`tr[data-id="${id}"]`);
const menu = async (page: Page, appointment: MadeAppointment, item: string) => {
  await row(page, appointment).getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
};
const timeOf = (appointment: MadeAppointment | undefined) => appointment?.appointment_datetime.slice(11, 16);
const savedOf = (appointment: MadeAppointment) => ask<MadeAppointment>("admin", "GET", `/api/appointments/${appointment.id}`);

/** What the buttons and menus call a step, and where it leads. */
const STEPS: Record<string, string> = {
  Confirm: "confirmed",
  "Check in": "arrived",
  "To room": "in_room",
  Complete: "completed",
  "Mark as no-show": "no_show",
  "Cancel appointment": "cancelled",
  "Back to scheduled": "scheduled",
  "Back to confirmed": "confirmed",
  "Back to waiting": "arrived",
  "Back to the room": "in_room",
  "Take back the cancellation": "scheduled",
  "Take back the no-show": "scheduled",
};

describe("reception books", () => {
  test("a patient whom the clinic knows, and takes it back", async ({ visit }) => {
    const [doctor, patient] = await Promise.all([makeDoctor(), makePatient()]);
    const page = await visit("reception", `/appointments?day=${FAR_DAY}&doctor=${doctor.id}`);
    await page.getByRole("heading", { name: "Tuesday 4 March 2031" }).waitFor();
    await page.keyboard.press("n");

    const booking = panel(page, "Book appointment");
    await booking.getByRole("combobox", { name: "Patient" }).fill(patient.name);
    await booking.getByRole("option", { name: /31 Jan 1990/ }).click();
    await expect.poll(() => booking.getByLabel("Doctor").inputValue()).toBe(String(doctor.id));
    await booking.getByLabel("Start", { exact: true }).fill("1120");
    await booking.getByText("11:20 is free").waitFor();
    await expectAccessible(page);
    await booking.getByLabel("Reason").fill("Cough");
    await booking.getByLabel("Reason").press("Control+Enter");

    await toast(page, /Booked: Tue 4 Mar, 11:20 with/).waitFor();
    await page.getByRole("row", { name: new RegExp(patient.name) }).getByText("Cough").waitFor();
    expect(await bookedWith(doctor)).toMatchObject([{ patient_id: patient.id, duration_minutes: 30, reason: "Cough" }]);

    await page.getByRole("button", { name: "Undo" }).click();
    await toast(page, /Booking undone/).waitFor();
    await page.getByRole("row", { name: new RegExp(patient.name) }).waitFor({ state: "detached" });
    expect(await bookedWith(doctor)).toEqual([]);
  });

  test("one appointment, however often the button is clicked", async ({ visit }) => {
    const [doctor, patient] = await Promise.all([makeDoctor(), makePatient()]);
    const page = await visit("reception", `/appointments?day=${FAR_DAY}&doctor=${doctor.id}&book=${patient.id}`);
    const booking = panel(page, "Book appointment");
    await booking.getByRole("button", { name: /^Start at 09:30/ }).click();
    await booking.getByRole("button", { name: "Book 09:30" }).dblclick();
    await toast(page, /Booked/).waitFor();
    expect((await bookedWith(doctor)).map(timeOf)).toEqual(["09:30"]);
  });

  test("the next free time after a lost race, with nothing typed again", async ({ visit }) => {
    const [doctor, patient, other] = await Promise.all([makeDoctor(), makePatient(), makePatient()]);
    const address = (id: number) => `/appointments?day=${FAR_DAY}&doctor=${doctor.id}&book=${id}`;
    const [slow, quick] = await Promise.all([visit("reception", address(patient.id)), visit("admin", address(other.id))]);
    const booking = panel(slow, "Book appointment");
    await booking.getByLabel("Start", { exact: true }).fill("10:30");
    await booking.getByText("10:30 is free").waitFor();
    await booking.getByLabel("Reason").fill("Back pain");

    await panel(quick, "Book appointment").getByLabel("Start", { exact: true }).fill("10:30");
    await quick.keyboard.press("Control+Enter");
    await toast(quick, /Booked/).waitFor();

    await booking.getByRole("button", { name: "Book 10:30" }).click();
    await booking.getByText("10:30 was taken a moment ago.").waitFor();
    await booking.getByText("Nothing you typed is lost.").waitFor();
    expect(await slow.evaluate(() => document.activeElement?.getAttribute("role")), "the refusal has the focus, and so is in view").toBe("alert");
    await expectAccessible(slow);
    await expect.poll(() => booking.getByLabel("Reason").inputValue()).toBe("Back pain");
    await booking.getByRole("button", { name: "Take 11:00" }).click();
    await expect.poll(() => booking.getByLabel("Start", { exact: true }).inputValue()).toBe("11:00");
    await slow.keyboard.press("Control+Enter");
    await toast(slow, /Booked: Tue 4 Mar, 11:00/).waitFor();
    expect((await bookedWith(doctor)).map(timeOf)).toEqual(["10:30", "11:00"]);
  });

  test("nobody twice at one time", async ({ visit }) => {
    const [doctor, patient] = await Promise.all([makeDoctor(), makePatient()]);
    const elsewhere = await makeAppointment({ patient });
    const page = await visit("reception", `/appointments?day=${FAR_DAY}&doctor=${doctor.id}&book=${patient.id}`);
    const booking = panel(page, "Book appointment");
    await booking.getByLabel("Start", { exact: true }).fill("10:45");
    await page.keyboard.press("Control+Enter");
    await booking.getByText("10:45 is not free.").waitFor();
    await booking.getByText(new RegExp(`has an appointment with .*${elsewhere.doctor_name}.* from 10:30 to 11:00`)).waitFor();
    await booking.getByText("Next free for both:").waitFor();
  });

  test("somebody new on the way, and goes on with the booking", async ({ visit }) => {
    const doctor = await makeDoctor();
    const name = unique("Zofia Nowak");
    const page = await visit("reception", `/appointments?day=${FAR_DAY}&doctor=${doctor.id}&panel=book`);
    const booking = panel(page, "Book appointment");
    await booking.getByLabel("Reason").fill("Growth check");
    await booking.getByLabel("Start", { exact: true }).fill("9");
    await booking.getByRole("combobox", { name: "Patient" }).fill(name);
    await booking.getByRole("option", { name: `Add “${name}” as a new patient` }).click();

    const adding = panel(page, "Add patient");
    await expect.poll(() => adding.getByLabel("Name", { exact: true }).inputValue()).toBe(name);
    expect(page.url()).not.toContain("Zofia");
    await adding.getByLabel("Date of birth").fill("1.2.2019");
    await adding.getByRole("textbox", { name: /^Phone/ }).fill("+49 30 5550 1187");
    await adding.getByLabel("Email", { exact: true }).fill(`${unique("zofia").replaceAll(" ", "")}@mail.example`);
    await page.keyboard.press("Control+Enter");

    await booking.getByRole("combobox", { name: "Patient" }).waitFor();
    await expect.poll(() => booking.getByRole("combobox", { name: "Patient" }).inputValue()).toBe(name);
    await expect.poll(() => booking.getByLabel("Reason").inputValue()).toBe("Growth check");
    await booking.getByRole("button", { name: "Book 09:00" }).click();
    await toast(page, /Booked/).waitFor();
    expect(await bookedWith(doctor)).toMatchObject([{ patient_name: name, reason: "Growth check" }]);
  });

  test("a doctor who is in no list", async ({ visit }) => {
    const patient = await makePatient();
    const doctor = unique("Dr Konrad Berger");
    const page = await visit("reception", `/appointments?day=${FAR_DAY}&book=${patient.id}`);
    const booking = panel(page, "Book appointment");
    await booking.getByLabel("Doctor", { exact: true }).selectOption("other");
    await booking.getByLabel("Name of the doctor").fill(doctor);
    await booking.getByLabel("Start", { exact: true }).fill("9.15");
    await page.keyboard.press("Control+Enter");
    await toast(page, new RegExp(`Booked.*${doctor}`)).waitFor();
  });

  test("nobody with a doctor who no longer works here", async ({ visit }) => {
    const [doctor, patient] = await Promise.all([makeDoctor(), makePatient()]);
    const page = await visit("reception", `/appointments?day=${FAR_DAY}&doctor=${doctor.id}&book=${patient.id}`);
    const booking = panel(page, "Book appointment");
    await booking.getByRole("button", { name: /^Start at 09:30/ }).waitFor();
    await ask("admin", "PUT", `/api/doctors/${doctor.id}`, { is_active: false });
    await booking.getByRole("button", { name: /^Start at 09:30/ }).click();
    await page.keyboard.press("Control+Enter");
    await booking.getByText("This doctor can no longer be booked. Choose another.").waitFor();
    expect(await booking.getByLabel("Doctor").getAttribute("aria-invalid")).toBe("true");
    await expectAccessible(page);

    await page.reload();
    await booking.waitFor();
    await expect.poll(() => booking.getByLabel("Doctor").inputValue()).toBe("");
    expect(await booking.getByRole("option", { name: doctor.name }).count()).toBe(0);
  });

  test("and is told at the field what can't be", async ({ visit }) => {
    const [doctor, patient] = await Promise.all([makeDoctor(), makePatient()]);
    // the night on which the clocks go forward
    const page = await visit("reception", `/appointments?day=2031-03-30&doctor=${doctor.id}&book=${patient.id}`);
    const booking = panel(page, "Book appointment");
    await booking.getByText("Free until").waitFor();
    await page.keyboard.press("Control+Enter");
    await booking.getByText("One field needs a look before this can be saved.").waitFor();
    await booking.getByRole("link", { name: "Start" }).click();
    await page.keyboard.type("2:30");
    await page.keyboard.press("Control+Enter");
    await booking.getByText("The clocks skip 02:30 on that day.").waitFor();
    await expect.poll(() => booking.getByLabel("Start", { exact: true }).inputValue()).toBe("02:30");
    await expectAccessible(page);
  });
});

describe("an appointment", () => {
  test("goes from the door to the end of the visit, each step at one touch", async ({ visit }) => {
    const appointment = await makeAppointment({ day: await today() });
    const page = await visit("reception", `/appointments?doctor=${appointment.doctor_id}`);
    for (const [button, status, said] of [["Check in", "arrived", "Checked in"], ["To room", "in_room", "To room"], ["Complete", "completed", "Completed"]] as const) {
      await row(page, appointment).getByRole("button", { name: new RegExp(`^${button}:`) }).click();
      await toast(page, new RegExp(said)).waitFor();
      expect((await savedOf(appointment)).status).toBe(status);
    }
    await page.getByRole("listitem").filter({ hasText: "Completed" }).getByRole("button", { name: "Undo" }).click();
    await row(page, appointment).getByText("In room").waitFor();
    expect((await savedOf(appointment)).status).toBe("in_room");
    await expectAccessible(page);
  });

  test("takes one step for a double click", async ({ visit }) => {
    const appointment = await makeAppointment({ day: await today() });
    const page = await visit("reception", `/appointments?doctor=${appointment.doctor_id}`);
    await row(page, appointment).getByRole("button", { name: /^Check in/ }).dblclick();
    await toast(page, /Checked in/).waitFor();
    await row(page, appointment).getByRole("button", { name: /^To room/ }).waitFor();
    expect((await savedOf(appointment)).status).toBe("arrived");
  });

  test("is moved, and moved back", async ({ visit }) => {
    const appointment = await makeAppointment();
    const page = await visit("reception", `/appointments?day=${FAR_DAY}&doctor=${appointment.doctor_id}`);
    await row(page, appointment).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("m");
    const moving = panel(page, "Move appointment");
    await moving.getByLabel("Start", { exact: true }).fill("14");
    await expectAccessible(page);
    await page.keyboard.press("Control+Enter");
    await toast(page, /Moved/).waitFor();
    await row(page, appointment).getByText("14:00").waitFor();
    expect(timeOf(await savedOf(appointment))).toBe("14:00");
    // the focus is back on the row from which it was moved
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(appointment.patient_name);

    await page.getByRole("button", { name: "Undo" }).click();
    await row(page, appointment).getByText("10:30").waitFor();
    expect(timeOf(await savedOf(appointment))).toBe("10:30");
  });

  test("is cancelled, and the cancellation is taken back", async ({ visit }) => {
    const appointment = await makeAppointment();
    const page = await visit("reception", `/appointments?day=${FAR_DAY}&doctor=${appointment.doctor_id}`);
    await menu(page, appointment, "Cancel appointment");
    const question = page.getByRole("alertdialog", { name: `Cancel the appointment of ${appointment.patient_name} at 10:30?` });
    await question.waitFor();
    await expectAccessible(page);
    await question.getByRole("button", { name: "Cancel appointment" }).click();
    await toast(page, /Cancelled/).waitFor();
    expect((await savedOf(appointment)).status).toBe("cancelled");
    await page.getByRole("button", { name: "Undo" }).click();
    await row(page, appointment).getByText("Scheduled").waitFor();
    expect((await savedOf(appointment)).status).toBe("scheduled");
  });

  test("that was cancelled says so when its time was given away", async ({ visit }) => {
    const doctor = await makeDoctor();
    const appointment = await makeAppointment({ doctor });
    const page = await visit("reception", `/appointments?day=${FAR_DAY}&doctor=${doctor.id}`);
    await menu(page, appointment, "Cancel appointment");
    await page.getByRole("alertdialog").getByRole("button", { name: "Cancel appointment" }).click();
    await toast(page, /Cancelled/).waitFor();
    await makeAppointment({ doctor, at: "10:15" });
    await page.getByRole("button", { name: "Undo" }).click();
    await toast(page, "10:30 was given away meanwhile").waitFor();
    await page.getByRole("button", { name: "Book another time" }).click();
    const booking = panel(page, "Book appointment");
    await expect.poll(() => booking.getByRole("combobox", { name: "Patient" }).inputValue()).toBe(appointment.patient_name);
    expect((await savedOf(appointment)).status).toBe("cancelled");
  });

  test("is deleted by an administrator and brought back", async ({ visit }) => {
    const appointment = await makeAppointment();
    const page = await visit("admin", `/appointments?day=${FAR_DAY}&doctor=${appointment.doctor_id}`);
    await menu(page, appointment, "Delete");
    await page.getByRole("alertdialog", { name: /^Delete the appointment of/ }).getByRole("button", { name: "Delete appointment" }).click();
    await toast(page, /Deleted/).waitFor();
    await row(page, appointment).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await toast(page, /Brought back/).waitFor();
    await row(page, appointment).waitFor();
    expect((await savedOf(appointment)).status).toBe("scheduled");
  });

  test("that was changed at another desk is not stepped over", async ({ visit }) => {
    const appointment = await makeAppointment({ day: await today() });
    const page = await visit("reception", `/appointments?doctor=${appointment.doctor_id}`);
    await row(page, appointment).getByRole("button", { name: /^Check in/ }).waitFor();
    await ask("admin", "PUT", `/api/appointments/${appointment.id}`, { status: "no_show" });
    await row(page, appointment).getByRole("button", { name: /^Check in/ }).click();
    await toast(page, /Changed at another desk/).waitFor();
    await row(page, appointment).getByText("No-show").waitFor();
    expect((await savedOf(appointment)).status).toBe("no_show");
  });

  test("is offered every step that the server allows, and no other", async ({ visit }) => {
    const [doctor, patient] = await Promise.all([makeDoctor(), makePatient()]);
    const page = await visit("reception", `/appointments?day=${FAR_DAY}&doctor=${doctor.id}`);
    const statuses = ["scheduled", "confirmed", "arrived", "in_room", "completed", "cancelled", "no_show"];
    for (const from of statuses) {
      const shown = await makeAppointment({ doctor, patient });
      if (from !== "scheduled") await ask("admin", "PUT", `/api/appointments/${shown.id}`, { status: from });
      await page.reload();
      await row(page, shown).getByRole("button", { name: /^More for/ }).click();
      const words = await page.getByRole("menuitem").allTextContents();
      const next = await row(page, shown).locator(".acts > .btn:not(.icon)").allTextContents();
      const offered = new Set([...words, ...next].map((word) => STEPS[word]).filter(Boolean));
      await ask("admin", "DELETE", `/api/appointments/${shown.id}`);

      for (const to of statuses.filter((status) => status !== from)) {
        const tried = await makeAppointment({ doctor, patient });
        if (from !== "scheduled") await ask("admin", "PUT", `/api/appointments/${tried.id}`, { status: from });
        const allowed = await ask("admin", "PUT", `/api/appointments/${tried.id}`, { status: to }).then(() => true, () => false);
        expect(offered.has(to), `${from} to ${to}`).toBe(allowed);
        await ask("admin", "DELETE", `/api/appointments/${tried.id}`);
      }
    }
  });
});

describe("two people edit one appointment", () => {
  test("and the second keeps both", async ({ visit }) => {
    const appointment = await makeAppointment({ reason: "Cough" });
    const address = `/appointments?day=${FAR_DAY}&doctor=${appointment.doctor_id}&edit=${appointment.id}`;
    const [first, second] = await Promise.all([visit("reception", address), visit("admin", address)]);
    await panel(second, "Edit appointment").getByLabel("Notes for the clinic").fill("Needs an interpreter");

    await panel(first, "Edit appointment").getByLabel("Reason").fill("Cough and fever");
    await panel(first, "Edit appointment").getByLabel("Start", { exact: true }).fill("11:00");
    await first.keyboard.press("Control+Enter");
    await toast(first, /Saved/).waitFor();

    await panel(second, "Edit appointment").getByRole("button", { name: "Save changes" }).click();
    await panel(second, "Edit appointment").getByText("A colleague saved this appointment while you were editing.").waitFor();
    await expectAccessible(second);
    await panel(second, "Edit appointment").getByRole("button", { name: "Keep both" }).click();
    await toast(second, /Saved/).waitFor();
    expect(await savedOf(appointment)).toMatchObject({ reason: "Cough and fever", notes: "Needs an interpreter", version: 3 });
    expect(timeOf(await savedOf(appointment))).toBe("11:00");
  });

  test("and only what both wrote is asked", async ({ visit }) => {
    const appointment = await makeAppointment({ reason: "Cough" });
    const page = await visit("reception", `/appointments?day=${FAR_DAY}&doctor=${appointment.doctor_id}&edit=${appointment.id}`);
    const editing = panel(page, "Edit appointment");
    await editing.getByLabel("Reason").fill("Cough, three days");
    await ask("admin", "PUT", `/api/appointments/${appointment.id}`, { reason: "Cough and fever" });
    await page.keyboard.press("Control+Enter");
    await editing.getByRole("radio", { name: /Cough and fever/ }).check({ force: true });
    await editing.getByRole("button", { name: "Save as chosen" }).click();
    await editing.waitFor({ state: "detached" });
    expect(await savedOf(appointment)).toMatchObject({ reason: "Cough and fever", version: 2 });
  });

  test("and a panel says when there is nothing left to edit", async ({ visit }) => {
    const appointment = await makeAppointment();
    await ask("admin", "DELETE", `/api/appointments/${appointment.id}`);
    const page = await visit("reception", `/appointments?day=2033-01-01&edit=${appointment.id}`);
    await panel(page, "Edit appointment").getByRole("heading", { name: "This appointment is not there any more" }).waitFor();
    await expectAccessible(page);
  });
});

describe("the day", () => {
  test("is narrowed to a doctor, a status and a name; the address says the first two", async ({ visit }) => {
    const doctor = await makeDoctor();
    const [ana, leo] = await Promise.all([makePatient({ name: unique("Ásdís Jónsdóttir") }), makePatient({ name: unique("Лев Шварц") })]);
    const one = await makeAppointment({ doctor, patient: ana, at: "09:00" });
    const two = await makeAppointment({ doctor, patient: leo, at: "09:00", duration_minutes: 15 }).catch(() => makeAppointment({ doctor, patient: leo, at: "09:30" }));
    await ask("admin", "PUT", `/api/appointments/${two.id}`, { status: "confirmed" });
    const page = await visit("reception", `/appointments?day=${FAR_DAY}`);
    await page.getByRole("group", { name: "Doctor" }).getByRole("button", { name: new RegExp(doctor.name) }).click();
    await page.getByRole("group", { name: "Status" }).getByRole("button", { name: /Confirmed/ }).click();
    await row(page, one).waitFor({ state: "detached" });
    expect(new URL(page.url()).searchParams.get("doctor")).toBe(String(doctor.id));
    expect(new URL(page.url()).searchParams.get("status")).toBe("confirmed");
    await page.reload();
    await row(page, two).waitFor();
    expect(await row(page, one).count()).toBe(0);

    await page.goBack();
    await row(page, one).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("asdis jons");
    await row(page, two).waitFor({ state: "detached" });
    expect(page.url()).not.toContain("asdis");
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(ana.name);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/patients/${ana.id}`);
  });

  test("has the visit that began the day before, and says so", async ({ visit }) => {
    const night = await makeAppointment({ day: "2031-03-05", at: "23:30", duration_minutes: 120 });
    const page = await visit("reception", "/appointments?day=2031-03-06");
    await row(page, night).getByText("23:30").waitFor();
    expect(await row(page, night).locator(".c-time").innerText()).toMatch(/23:30\s*Wed 5 Mar/);
    await visit("reception", "/appointments?day=2031-03-05").then((before) => row(before, night).getByText("120 min").waitFor());
  });

  test("is left for another by keys, and come back to", async ({ visit }) => {
    const page = await visit("reception", `/appointments?day=${FAR_DAY}`);
    await page.getByRole("heading", { level: 1, name: "Tuesday 4 March 2031" }).waitFor();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("heading", { level: 1, name: "Wednesday 5 March 2031" }).waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("heading", { level: 1, name: "Monday 3 March 2031" }).waitFor();
    await page.keyboard.press("t");
    await page.waitForURL((url) => !url.searchParams.has("day"));
  });

  test("of a doctor is the own one", async ({ visit }) => {
    const patient = await makePatient();
    await makeAppointment(); // with somebody else
    const day = `2031-05-${10 + (patient.id % 20)}`;
    const at = `${day}T${String(patient.id % 24).padStart(2, "0")}:30`;
    const own = await ask<MadeAppointment>("admin", "POST", "/api/appointments", { patient_id: patient.id, doctor_id: await ownDoctorId(), appointment_datetime: at });
    const page = await visit("doctor", `/appointments?day=${day}`);
    await row(page, own).waitFor();
    expect(await page.getByRole("group", { name: "Doctor" }).count()).toBe(0);
    expect(await page.getByRole("columnheader", { name: "Doctor" }).count()).toBe(0);
    await page.keyboard.press("n");
    const booking = panel(page, "Book appointment");
    await booking.getByRole("combobox", { name: "Patient" }).waitFor();
    expect(await booking.getByLabel("Doctor").count()).toBe(0);
    await expectAccessible(page);
  });

  test("changes quietly when another desk changes it", async ({ visit }) => {
    const appointment = await makeAppointment();
    const page = await visit("reception", `/appointments?day=${FAR_DAY}&doctor=${appointment.doctor_id}`);
    await row(page, appointment).getByText("Scheduled").waitFor();
    await ask("admin", "PUT", `/api/appointments/${appointment.id}`, { status: "confirmed" });
    // somebody comes back to this tab
    await page.waitForTimeout(5_100);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
    await row(page, appointment).getByText("Confirmed").waitFor();
  });
});

describe("every view", () => {
  test.for([
    ["today on a phone", "/appointments", 390, "ar"],
    ["a week", `/appointments?view=week&day=${FAR_DAY}`, 1280, "ar"],
    ["a week on a phone", `/appointments?view=week&day=${FAR_DAY}`, 390, "en"],
    ["all of them on a phone", "/appointments?view=all", 390, "ar"],
    ["booking on a phone", "/appointments?day=2033-01-01&panel=book", 390, "en"],
  ] as const)("is accessible and fits: %s", async ([, address, width, language], { visit }) => {
    await makeAppointment();
    const page = await visit("reception", address, { width, language });
    await page.locator("main :is(table, .empty), .panel form").first().waitFor();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "no sideways scrolling").toBe(true);
  });

  test("of all leads to the day, and is filtered by a patient whose name stays out of the address", async ({ visit }) => {
    const appointment = await makeAppointment();
    const page = await visit("reception", "/appointments?view=all");
    await page.getByRole("combobox", { name: "Patient" }).fill(appointment.patient_name);
    await page.getByRole("option", { name: new RegExp(appointment.patient_name) }).click();
    const found = page.getByRole("row", { name: new RegExp(appointment.patient_name) });
    await found.getByText(appointment.doctor_name).waitFor();
    expect(new URL(page.url()).searchParams.get("patient")).toBe(String(appointment.patient_id));
    await page.reload();
    await found.waitFor();
    await expect.poll(() => page.getByRole("combobox", { name: "Patient" }).inputValue()).toBe(appointment.patient_name);
    await found.getByRole("link", { name: /^Open Tuesday 4 March/ }).click();
    await page.getByRole("heading", { level: 1, name: "Tuesday 4 March 2031" }).waitFor();
  });

  test("says when it could not be loaded, and then can", async ({ visit }) => {
    const page = await visit("reception", "/patients");
    await page.route("**/api/appointments?*", (route) => route.fulfill({ status: 500, json: { success: false, code: "internal", error: "Something went wrong.", request_id: "7f3a" } }));
    await page.getByRole("link", { name: "Appointments" }).click();
    await page.getByRole("heading", { name: "The appointments could not be loaded" }).waitFor();
    await page.getByText("Reference 7f3a").waitFor();
    await expectAccessible(page);
    await page.unroute("**/api/appointments?*");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator("main :is(table, .empty:not(.failed))").first().waitFor();
  });
});
