import type { Page, Route } from "playwright-core";

/** Values that people typed: marked on their way from the server, so that they can be told from texts of ours. */
const TYPED = /^(name|patient_name|doctor_name|author_name|email|phone|address|specialty|diagnosis|prescription|notes|reason|value|system)$/;

/** What a person types into a form, marked the same way. */
export const typed = (text: string) => `⟪${text}⟫`;

function marked(value: unknown, key = ""): unknown {
  if (typeof value === "string") return TYPED.test(key) ? typed(value) : value;
  if (Array.isArray(value)) return value.map((item) => marked(item, key));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, marked(inner, name)]));
}

/** Before the page is opened in the language en-XA. */
export async function markData(page: Page): Promise<void> {
  await page.route("**/api/**", async (route: Route) => {
    const response = await route.fetch();
    if (!response.headers()["content-type"]?.includes("json")) return route.fulfill({ response });
    await route.fulfill({ response, json: marked(await response.json()) });
  });
}

/** Every visible text, title, label and placeholder that came neither through t() nor from the data. */
export function bareTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const days = ["short", "long"].flatMap((width) =>
      Array.from({ length: 12 }, (_, month) => {
        const date = new Date(Date.UTC(2026, month, month + 1));
        const parts = new Intl.DateTimeFormat("en-GB", { month: width, weekday: width, timeZone: "UTC" } as Intl.DateTimeFormatOptions).formatToParts(date);
        return parts.filter(({ type }) => type !== "literal").map(({ value }) => value);
      }).flat(),
    );
    const isDate = new RegExp(`\\b(${days.join("|")}|Sept?)\\b`, "g");

    /** What is left when texts of ours, data and dates are taken out; they may stand in each other. */
    const left = (text: string) => {
      let rest = text;
      let before = "";
      while (rest !== before) {
        before = rest;
        rest = rest.replace(/⟪[^⟦⟧⟪⟫]*⟫/g, "").replace(/⟦[^⟦⟧⟪⟫]*⟧/g, "");
      }
      return rest.replace(isDate, "").trim();
    };
    const isBare = (text: string | null) => text !== null && /\p{L}/u.test(left(text));

    // names of keys, of the clinic and of languages are nobody's texts; initials come from a name
    const isExempt = (element: Element) => element.closest("kbd, .brand, .me, [lang], script, style, noscript, [hidden]") !== null && !element.matches("html");
    const found = new Set<string>();
    const seen = new Set<Element>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      let block = walker.currentNode.parentElement;
      if (!block || !walker.currentNode.textContent?.trim() || isExempt(block)) continue;
      // a sentence with a name in it is several nodes: its block has it whole
      while (block.parentElement && getComputedStyle(block).display.startsWith("inline") && !block.matches("a, button, option, label")) block = block.parentElement;
      if (seen.has(block)) continue;
      seen.add(block);
      if (isBare(block.textContent)) found.add(left(block.textContent));
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        if (!isExempt(element) && isBare(element.getAttribute(name))) found.add(`${name}=${element.getAttribute(name)}`);
      }
    }
    return [...found];
  });
}
