import { createBrowserRouter, type RouteObject } from "react-router";
import { loadAllTexts } from "@/lib/i18n";
import type { User } from "@/lib/session";
import { NotFound } from "./not-found";
import { Home, Only, RequireUser } from "./require-user";
import { ScreenError } from "./screen-error";
import { Shell } from "./shell/shell";

type PageModule = { default: React.ComponentType };

/** A page is fetched when somebody goes there, and its words with it; those of the diary are there from the start. */
function page(path: string, load: () => Promise<PageModule>, who?: (user: User) => boolean): RouteObject {
  return {
    path,
    errorElement: <ScreenError />,
    lazy: async () => {
      const words = loadAllTexts();
      const { default: Component } = await load();
      if (path !== "appointments") await words;
      return who ? { element: <Only who={who}><Component /></Only> } : { Component };
    },
  };
}

const pages: RouteObject[] = [
  { index: true, element: <Home /> },
  page("patients", () => import("@/pages/patients")),
  page("patients/import", () => import("@/pages/import-patients"), (user) => user.role !== "doctor"),
  page("patients/:id", () => import("@/pages/patient")),
  page("appointments", () => import("@/pages/appointments")),
  // says, to whoever may not read charts, why there is nothing to see
  page("records", () => import("@/pages/records")),
  page("doctors", () => import("@/pages/doctors"), (user) => user.role === "admin"),
  { path: "*", element: <NotFound /> },
];

// the words of the first page are still on their way: better nothing for a moment than a frame that changes
const hydrateFallbackElement = <></>;

const routes: RouteObject[] = [
  { path: "/sign-in", lazy: async () => ({ Component: (await import("./sign-in/sign-in-page")).default }), errorElement: <ScreenError />, hydrateFallbackElement },
  { element: <RequireUser />, errorElement: <ScreenError />, hydrateFallbackElement, children: [{ path: "/", element: <Shell />, children: pages }] },
];

// every part in every state; the condition is a constant, so that production has neither the route nor the page
if (import.meta.env.DEV) routes.push({ path: "/design", hydrateFallbackElement, lazy: async () => ({ Component: (await import("@/app/design/design-page")).default }) });

export const createRouter = () => createBrowserRouter(routes);
