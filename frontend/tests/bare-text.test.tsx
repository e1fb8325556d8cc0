import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render } from "@testing-library/react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NotFound } from "@/app/not-found";
import { queryClient } from "@/app/query-client";
import { ScreenError } from "@/app/screen-error";
import { Shell } from "@/app/shell/shell";
import SignInPage from "@/app/sign-in/sign-in-page";
import type * as SessionModule from "@/lib/session";
import { i18next } from "./texts";

const user = vi.hoisted(() => ({ current: null as null | { id: string; name: string; email: string; role: string; grants: string[]; doctor_id: null } }));

vi.mock("@/lib/session", async (original) => ({
  ...(await original<typeof SessionModule>()),
  useSession: () => ({ state: user.current ? "signed_in" : "signed_out", user: user.current }),
  useUser: () => user.current,
}));

/** What is data, or a language's own name, and not a text of ours. */
const DATA = ["Clinic", "HB", "Hannah Brandt", "English", "العربية", "?"];

function bareTexts(): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent?.trim() ?? "";
    const isOurs = /\p{L}/u.test(text) && !DATA.includes(text);
    const inside = walker.currentNode.parentElement?.closest("p, span, a, button, h1, h2, strong, label")?.textContent ?? "";
    if (isOurs && !inside.includes("⟦")) found.push(text);
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      const value = element.getAttribute(name);
      if (value && /\p{L}/u.test(value) && !value.includes("⟦")) found.push(`${name}=${value}`);
    }
  }
  return found;
}

beforeEach(async () => {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  await i18next.changeLanguage("en-XA");
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  user.current = null;
  await i18next.changeLanguage("en");
});

function show(element: React.ReactNode) {
  const router = createMemoryRouter([{ path: "/", element, children: [{ index: true, element: <NotFound /> }] }]);
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

test.each([
  ["the sign-in page", <SignInPage key="page" />],
  ["a screen that broke", <ScreenError key="page" />],
  ["a page that is not there", <NotFound key="page" />],
])("every text of %s goes through t()", (_name, element) => {
  show(element);
  expect(bareTexts()).toEqual([]);
});

test("every text of the shell goes through t()", () => {
  user.current = { id: "u1", name: "Hannah Brandt", email: "", role: "admin", grants: [], doctor_id: null };
  show(<Shell />);
  expect(bareTexts()).toEqual([]);
});
