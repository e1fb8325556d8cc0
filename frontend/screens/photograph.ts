import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { PASSWORD, PEOPLE, type Who } from "../e2e/support/people.ts";
import { findIds, SCREENS, STATES, type Ids, type Screen, type State } from "./screens.ts";
import { arrange, faults, isHeldIn, watchRequests } from "./states.ts";

/* Photographs every screen in its states, at three widths, in both themes and languages, into the ignored folder screens/.
   SCREENS=patients,record WIDTH=390 LANG=ar THEME=dark STATE=empty narrow it; a name stands for all that begin with it. */

const env = process.env;
const listed = (value: string | undefined) => (value ?? "").split(",").filter(Boolean);
// LANG is also the shell's own variable: what is no language of ours is not meant for us
const only = <Choice extends string | number>(choices: readonly Choice[], value: string | undefined): readonly Choice[] => {
  const wanted = choices.filter((choice) => listed(value).includes(String(choice)));
  return wanted.length ? wanted : choices;
};

const WIDTHS = only([390, 1280, 1920] as const, env.WIDTH);
const LANGUAGES = only(["en", "ar"] as const, env.LANG);
const THEMES = only(["light", "dark"] as const, env.THEME);
const WANTED_STATES = only(STATES, env.STATE);
const NAMES = listed(env.SCREENS);

const FOLDER = fileURLToPath(new URL("../../screens/", import.meta.url));
const CHROMIUM = [env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

type Device = "phone" | "desk";
type Shot = { screen: Screen; state: State; language: string; device: Device };

const heightOf = (width: number) => (width < 768 ? 844 : width < 1600 ? 860 : 1080);
const widthsOf = (device: Device) => WIDTHS.filter((width) => (device === "phone") === width < 768);

const troubles: string[] = [];
let taken = 0;

/** One signed-in context for each person and kind of device; its pages work side by side. */
function contextsIn(browser: Browser) {
  const contexts = new Map<string, Promise<BrowserContext>>();
  return (who: Who | null, device: Device): Promise<BrowserContext> => {
    const name = `${who} ${device}`;
    const known = contexts.get(name);
    if (known) return known;
    const entered = enter(browser, who, device);
    contexts.set(name, entered);
    return entered;
  };
}

async function enter(browser: Browser, who: Who | null, device: Device): Promise<BrowserContext> {
  const width = widthsOf(device)[0] ?? 1280;
  const context = await browser.newContext({
    baseURL: env.HMS_URL ?? "http://127.0.0.1:5000",
    viewport: { width, height: heightOf(width) },
    isMobile: device === "phone",
    hasTouch: device === "phone",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(15_000);
  if (who) {
    const answer = await context.request.post("/api/auth/login", { data: { email: PEOPLE[who], password: PASSWORD } });
    if (!answer.ok()) throw new Error(`${PEOPLE[who]} can't sign in (${answer.status()}): the demo clinic is needed.`);
  }
  return context;
}

/** Loads a screen once and photographs it in each theme and width: a look is changed without loading again. */
async function photograph(context: BrowserContext, { screen, state, language, device }: Shot, ids: Ids): Promise<void> {
  const name = `${screen.name} ${state} ${language} ${device}`;
  const page = await context.newPage();
  const said = (text: string) => troubles.push(`${name}: ${text}`);
  page.on("pageerror", (error) => said(error.message));
  page.on("console", (message) => {
    const isAnswer = message.text().includes("the server responded with a status of");
    if (message.type() === "error" && !isAnswer) said(message.text());
  });
  try {
    await prefer(page, language, screen.who !== null);
    await arrange(page, screen, state);
    const settled = watchRequests(page, isHeldIn(screen, state));
    await page.goto(screen.address(ids));
    await page.locator("h1").first().waitFor();
    await settled();
    if (screen.act) {
      await screen.act(page, state, (text) => text);
      await settled();
    }
    if (state === "loading") await page.waitForTimeout(350); // what is quick shows no skeleton
    for (const width of widthsOf(device)) await atWidth(page, width, { screen, state, language }, said);
  } catch (error) {
    said(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  } finally {
    await page.close();
  }
}

async function atWidth(page: Page, width: number, { screen, state, language }: Omit<Shot, "device">, said: (text: string) => void) {
  await page.setViewportSize({ width, height: heightOf(width) });
  for (const theme of THEMES) {
    await page.evaluate(async (chosen) => {
      document.documentElement.dataset.theme = chosen;
      // two frames later it is painted
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, theme);
    await page.screenshot({ path: `${FOLDER}${screen.name}/${state}-${width}-${language}-${theme}.png` });
    taken += 1;
  }
  for (const fault of await faults(page)) said(`${width} px: ${fault}`);
}

/** The pages of a context share a storage; each sees its own language in it. */
async function prefer(page: Page, language: string, had_session: boolean): Promise<void> {
  await page.addInitScript((preferences) => {
    const read = Object.getOwnPropertyDescriptor(Storage.prototype, "getItem")?.value as (this: Storage, key: string) => string | null;
    Storage.prototype.getItem = function getItem(key) {
      return key === "hms.preferences" ? preferences : read.call(this, key);
    };
  }, JSON.stringify({ theme: "light", density: "comfortable", language, had_session }));
}

function wanted(): Shot[] {
  const isServed = env.DEVELOPMENT === "1";
  const screens = SCREENS.filter(({ name, development }) => (isServed || !development) && (NAMES.length === 0 || NAMES.some((start) => name.startsWith(start))));
  const devices = (["phone", "desk"] as const).filter((device) => widthsOf(device).length > 0);
  return screens.flatMap((screen) =>
    (screen.states ?? ["full" as const])
      .filter((state) => WANTED_STATES.includes(state))
      .flatMap((state) => LANGUAGES.flatMap((language) => devices.map((device) => ({ screen, state, language, device })))),
  );
}

const executablePath = CHROMIUM.find((place) => place && existsSync(place));
if (!executablePath) throw new Error("No Chromium was found (Debian, Ubuntu: apt install chromium).");

const began = Date.now();
const shots = wanted();
await mkdir(FOLDER, { recursive: true });
const ids = await findIds();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const contextFor = contextsIn(browser);

const waiting = [...shots];
async function work() {
  for (let shot = waiting.shift(); shot; shot = waiting.shift()) {
    await photograph(await contextFor(shot.screen.who === undefined ? "admin" : shot.screen.who, shot.device), shot, ids);
  }
}
await Promise.all(Array.from({ length: Number(env.JOBS) || availableParallelism() + 1 }, work));
await browser.close();

console.log(`${taken} photographs of ${shots.length} screens in ${Math.round((Date.now() - began) / 1000)} s, in ${FOLDER}`);
if (troubles.length) {
  console.log(`\n${troubles.length} troubles:\n${[...new Set(troubles)].sort().join("\n")}`);
  process.exitCode = 1;
}
