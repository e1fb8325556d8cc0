import type { Page, Route } from "playwright-core";
import type { Screen, State } from "./screens.ts";

/** All but the session and the counts in the status bar. */
const ANY = /\/api\/(?!auth|summary)/;

/** Makes the server answer as the state wants it, in this page only. What is held is never answered. */
export async function arrange(page: Page, { data = ANY }: Screen, state: State): Promise<void> {
  if (state === "full") return;
  await page.route(data, (route) => answer(route, state));
}

function answer(route: Route, state: Exclude<State, "full">): Promise<void> | void {
  if (state === "loading") return;
  if (state === "empty") return route.fulfill({ json: { success: true, data: [], count: 0, patient: null } });
  const isSignIn = route.request().url().endsWith("/login");
  return route.fulfill({
    status: isSignIn ? 401 : 500,
    json: { success: false, code: isSignIn ? "bad_credentials" : "internal", error: "Something went wrong.", request_id: "7f3a91c2" },
  });
}

/** Knows when a page has asked for everything it wants, and has it. */
export function watchRequests(page: Page, isHeld: (url: string) => boolean): () => Promise<void> {
  const open = new Set<object>();
  let quietSince = Date.now();
  page.on("request", (request) => {
    if (!isHeld(request.url())) open.add(request);
  });
  const done = (request: object) => {
    open.delete(request);
    quietSince = Date.now();
  };
  page.on("requestfinished", done);
  page.on("requestfailed", done);

  return async () => {
    const deadline = Date.now() + 15_000;
    while ((open.size > 0 || Date.now() - quietSince < 150) && Date.now() < deadline) await page.waitForTimeout(40);
  };
}

export const isHeldIn = ({ data = ANY }: Screen, state: State) => (url: string) => state === "loading" && data.test(url);

/** What no screen may do: scroll sideways, or show the name of a text instead of the text. */
export function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const box of document.querySelectorAll("html, #main, .panel-body, dialog[open]")) {
      const beyond = box.scrollWidth - box.clientWidth;
      if (beyond > 1) found.push(`${box.id || box.className || box.localName} is ${beyond} px too wide`);
    }
    const key = /^(app|nav|bar|panel|error|state|patients|patient|appointments|records|doctors|imports|sign_in)(\.[a-z_]+)+$/;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? "";
      if (key.test(text)) found.push(`no text for ${text}`);
    }
    return found;
  });
}
