import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { test as base, expect, inject } from "vitest";
import { PASSWORD, PEOPLE, type Who } from "./people";

export { expect };

const baseURL = process.env.HMS_URL ?? "";

export type Look = {
  language?: "en" | "ar" | "en-XA";
  theme?: "light" | "dark";
  width?: number;
  /** done with the page before anything is loaded into it */
  before?: (page: Page) => Promise<void>;
};

/** Opens the product as somebody, or as nobody, in a browser context of its own. */
export type Visit = (who: Who | null, path: string, look?: Look) => Promise<Page>;

let browser: Promise<Browser> | undefined;

/** A test with people in it: `test("…", async ({ visit }) => { const page = await visit("nurse", "/records"); … })`.
    An error in a console fails it. */
export const test = base.extend<{ visit: Visit }>({
  visit: async ({ skip }, perform) => {
    const endpoint = inject("browser");
    if (!endpoint) return skip("no Chromium");
    const chrome = await (browser ??= chromium.connect(endpoint));
    const contexts: BrowserContext[] = [];
    const troubles: string[] = [];

    await perform(async (who, path, look = {}) => {
      const context = await enter(chrome, who, look);
      contexts.push(context);
      const page = await context.newPage();
      listen(page, troubles);
      await look.before?.(page);
      await page.goto(path);
      return page;
    });

    await Promise.all(contexts.map((context) => context.close()));
    expect(troubles, "the browser's console").toEqual([]);
  },
});

async function enter(from: Browser, who: Who | null, { language = "en", theme = "light", width = 1280 }: Look): Promise<BrowserContext> {
  const isPhone = width < 768;
  const context = await from.newContext({
    baseURL,
    viewport: { width, height: isPhone ? 844 : 900 },
    isMobile: isPhone,
    hasTouch: isPhone,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(15_000);
  if (who) {
    const signedIn = await context.request.post("/api/auth/login", { data: { email: PEOPLE[who], password: PASSWORD } });
    expect(signedIn.ok(), `${PEOPLE[who]} can sign in`).toBe(true);
  }
  const preferences = { language, theme, density: "comfortable", had_session: who !== null };
  await context.addInitScript((kept) => {
    // as this browser had left it; what a person then chooses stays
    if (!window.localStorage.getItem("hms.preferences")) window.localStorage.setItem("hms.preferences", kept);
  }, JSON.stringify(preferences));
  return context;
}

/** An answer that is no 2xx, or that a test has lost on purpose, is also written into the console by the browser; everything else there is trouble. */
function listen(page: Page, troubles: string[]) {
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    const isAnswer = /the server responded with a status of|net::ERR_FAILED/.test(message.text());
    if (message.type() === "error" && !isAnswer) troubles.push(message.text());
  });
}
