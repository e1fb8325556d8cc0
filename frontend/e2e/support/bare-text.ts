import type { Page, Route } from "playwright-core";

/** Values that people typed: marked on their way from the server, so that they can be told from texts of ours. */
const TYPED = /^(name|patient_name|doctor_name|author_name|email|phone|address|specialty|diagnosis|prescription|notes|reason|value|system)$/;

/** Objects whose very keys somebody typed: the columns of a file. */
const KEYS_TYPED = /^(mapped|fields_without_place)$/;

/** What a person types into a form, marked the same way: each line, as a screen may show the first of them only. */
export const typed = (text: string) => text.replace(/.+/g, "⟪$&⟫");

function marked(value: unknown, key = ""): unknown {
  if (typeof value === "string") return TYPED.test(key) ? typed(value) : value;
  if (Array.isArray(value)) return value.map((item) => marked(item, key));
  if (value === null || typeof value !== "object") return value;
  if (key === "refused") return value; // why a row was refused says the server, and a screen says it in its own words
  const keep = KEYS_TYPED.test(key) ? typed : (name: string) => name;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [keep(name), marked(inner, name)]));
}

const FEW = 8;

/** A few rows look like many, and are looked at in a tenth of the time. */
function shortened(answer: unknown): unknown {
  const isList = typeof answer === "object" && answer !== null && "data" in answer && Array.isArray(answer.data);
  return isList ? { ...answer, data: (answer.data as unknown[]).slice(0, FEW) } : answer;
}

/** Before the page is opened in the language en-XA. An answer is one document, or one a line. */
export async function markData(page: Page): Promise<void> {
  const marks = (text: string) => JSON.stringify(marked(shortened(JSON.parse(text))));
  await page.route("**/api/**", async (route: Route) => {
    const response = await route.fetch();
    const [type] = (response.headers()["content-type"] ?? "").split(";");
    if (type === "application/json") return route.fulfill({ response, body: marks(await response.text()) });
    if (type !== "application/x-ndjson") return route.fulfill({ response });
    const lines = (await response.text()).split("\n").filter(Boolean);
    await route.fulfill({ response, body: lines.map(marks).join("\n") });
  });
}

/** Every visible text, title, label and placeholder that came neither through t() nor from the data. */
export function bareTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // words that Intl knows: of dates ("Fri 18 Dec") and of days nearby
    const intl = ["short", "long"].flatMap((width) => {
      const format = new Intl.DateTimeFormat("en-GB", { month: width, weekday: width, timeZone: "UTC" } as Intl.DateTimeFormatOptions);
      const dates = Array.from({ length: 12 }, (_, month) => Array.from({ length: 7 }, (_day, day) => Date.UTC(2026, month, day + 1))).flat();
      return dates.flatMap((date) => format.formatToParts(date).filter(({ type }) => type !== "literal").map(({ value }) => value));
    });
    const near = [-1, 0, 1].map((days) => new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" }).format(days, "day"));
    const words = new RegExp(`\\b(${[...new Set([...intl, ...near])].join("|")})\\b`, "g");
    const BLOOD = /^(A|B|AB|O)[+−]$/;

    /** What is left when texts of ours, data and dates are taken out; they may stand in each other. */
    const left = (text: string) => {
      let rest = text;
      let before = "";
      while (rest !== before) {
        before = rest;
        rest = rest.replace(/⟪[^⟦⟧⟪⟫]*⟫/g, "").replace(/⟦[^⟦⟧⟪⟫]*⟧/g, "");
      }
      return rest.replace(words, "").trim().replace(BLOOD, "");
    };
    const isBare = (text: string | null) => text !== null && /\p{L}/u.test(left(text));

    // names of keys, of the clinic and of other languages are no texts of ours; initials come from a name
    const EXEMPT = "kbd, .brand, .me, [lang]:not(html), script, style, noscript, [hidden]";
    /** A sentence with a name in it is several nodes: its block has it whole. */
    const wholeText = (block: Element) => {
      const copy = block.cloneNode(true) as Element;
      for (const part of copy.querySelectorAll(EXEMPT)) part.remove();
      // two versions of a text in one: the marks of data come twice or not at all; what is said about them is ours
      for (const part of copy.querySelectorAll(".redline")) part.replaceWith(...part.querySelectorAll(".sr-only"));
      return copy.textContent;
    };
    const found = new Set<string>();
    const seen = new Set<Element>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      let block = walker.currentNode.parentElement;
      if (!block || !walker.currentNode.textContent?.trim() || block.closest(EXEMPT)) continue;
      while (block.parentElement && getComputedStyle(block).display.startsWith("inline") && !block.matches("a, button, option, label")) block = block.parentElement;
      if (seen.has(block)) continue;
      seen.add(block);
      const text = wholeText(block);
      if (isBare(text)) found.add(left(text));
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        if (!element.closest("[lang]:not(html)") && isBare(element.getAttribute(name))) found.add(`${name}=${element.getAttribute(name)}`);
      }
    }
    return [...found];
  });
}
