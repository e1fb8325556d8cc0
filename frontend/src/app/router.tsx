import { createBrowserRouter, type RouteObject } from "react-router";
import type { User } from "@/lib/session";
import { NotFound } from "./not-found";
import { Home, Only, RequireUser } from "./require-user";
import { ScreenError } from "./screen-error";
import { Shell } from "./shell/shell";
import SignInPage from "./sign-in/sign-in-page";

type PageModule = { default: React.ComponentType };

/** A page is fetched when somebody goes there. */
function page(path: string, load: () => Promise<PageModule>, who?: (user: User) => boolean): RouteObject {
  return {
    path,
    errorElement: <ScreenError />,
    lazy: async () => {
      const { default: Component } = await load();
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
  { path: "/sign-in", element: <SignInPage />, errorElement: <ScreenError /> },
  { element: <RequireUser />, errorElement: <ScreenError />, hydrateFallbackElement, children: [{ path: "/", element: <Shell />, children: pages }] },
];

// every part in every state; the condition is a constant, so that production has neither the route nor the page
if (import.meta.env.DEV) routes.push({ path: "/design", hydrateFallbackElement, lazy: async () => ({ Component: (await import("@/app/design/design-page")).default }) });

export const createRouter = () => createBrowserRouter(routes);
