import { beforeAll, describe } from "vitest";
import { findIds, SCREENS, type Ids } from "../screens/screens.ts";
import { arrange, isHeldIn, watchRequests } from "../screens/states.ts";
import { expectAccessible } from "./support/accessible";
import { bareTexts, markData, typed } from "./support/bare-text";
import { expect, test } from "./support/stage";

let ids: Ids;
beforeAll(async () => {
  ids = await findIds();
});

const screens = SCREENS.filter(({ development }) => !development);
const states = screens.flatMap((screen) => (screen.states ?? ["full" as const]).map((state) => ({ screen, state, name: `${screen.name}, ${state}` })));

test("a bare text would be found", async ({ visit }) => {
  const page = await visit(null, "/sign-in", { language: "en" });
  await page.getByRole("button", { name: "Show password" }).waitFor();
  const found = await bareTexts(page);
  expect(found).toContain("Email");
  expect(found).toContain("aria-label=Show password");
});

describe("every text goes through t(), and axe finds nothing", () => {
  test.for(states)("$name", async ({ screen, state }, { visit }) => {
    let settled = () => Promise.resolve();
    const who = screen.who === undefined ? "admin" : screen.who;
    const page = await visit(who, screen.address(ids), {
      language: "en-XA",
      before: async (fresh) => {
        await markData(fresh);
        await arrange(fresh, screen, state);
        settled = watchRequests(fresh, isHeldIn(screen, state));
      },
    });
    await page.locator("h1").first().waitFor();
    await settled();
    await screen.act?.(page, state, typed);
    await settled();
    expect(await bareTexts(page)).toEqual([]);
    await expectAccessible(page);
  });
});
