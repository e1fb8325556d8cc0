import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { delay, http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { signIn } from "@/lib/session";
import PatientsPage from "@/pages/patients";
import "./texts";

const origin = window.location.origin;
const user = { id: "u1", name: "Hannah Brandt", email: "h@clinic.example", role: "staff", grants: [], doctor_id: null };
const NAMES = ["Ana Ruiz", "Anneliese Schwarz", "Emma Schwarz"];

type Asked = { q: string; after?: number; sort: string };
let asked: Asked[];
/** How long the answer to a search takes. */
let slow: Record<string, number>;
let isDown: boolean;

const server = setupServer();
const nativeFetch = globalThis.fetch;

beforeAll(() => {
  server.listen({ onUnhandledRequest: "error" });
  const intercepted = globalThis.fetch;
  globalThis.fetch = (input, init) => intercepted(typeof input === "string" ? new URL(input, origin) : input, init);
});
afterAll(() => {
  server.close();
  globalThis.fetch = nativeFetch;
});
afterEach(() => server.resetHandlers());

beforeEach(async () => {
  asked = [];
  slow = {};
  isDown = false;
  server.use(
    http.post(`${origin}/api/auth/login`, () => HttpResponse.json({ success: true, data: { access_token: "t", expires_in: 600, user } })),
    http.post(`${origin}/api/patients/search`, async ({ request }) => {
      const search = (await request.json()) as Asked;
      asked.push(search);
      await delay(slow[search.q] ?? 1);
      if (isDown) return HttpResponse.json({ success: false, error: "", code: "internal" }, { status: 500 });
      const rows = NAMES.filter((name) => name.toLowerCase().includes(search.q)).map((name, at) => ({ id: at + 1, name, date_of_birth: "1990-01-31", email: null, phone: "123", blood_group: null, next_appointment: null, archived_at: null, version: 1 }));
      return HttpResponse.json({ success: true, data: rows, count: rows.length });
    }),
  );
  await signIn("h@clinic.example", "secret");
});

let tab = 0;

function open() {
  // what was searched for is kept by the place in the history, so each test has a history of its own
  const router = createMemoryRouter([{ path: "/patients", Component: PatientsPage }, { path: "*", element: <h1>Elsewhere</h1> }], { initialEntries: [{ pathname: "/patients", key: `tab-${++tab}` }] });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(<QueryClientProvider client={client}><RouterProvider router={router} /></QueryClientProvider>);
  return { router, client, user: userEvent.setup() };
}
const field = () => screen.getByRole("searchbox", { name: "Search patients" });
const names = () => screen.getAllByRole("link").map((link) => link.textContent).filter((name) => NAMES.includes(name));

test("what is typed in one go is asked once, in the body and not in the address", async () => {
  const { user, router } = open();
  await screen.findByRole("link", { name: "Ana Ruiz" });
  await user.type(field(), "schw");
  await waitFor(() => expect(names()).toEqual(["Anneliese Schwarz", "Emma Schwarz"]));
  expect(asked.map(({ q }) => q)).toEqual(["", "schw"]);
  expect(router.state.location.search).toBe("");
  expect(screen.getByText("2 matches")).toBeInTheDocument();
});

test("a search overtaken by another never shows, and old rows stay until new ones come", async () => {
  const { user } = open();
  await screen.findByRole("link", { name: "Ana Ruiz" });
  slow = { ann: 600, emma: 300 };
  await user.type(field(), "ann");
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(names()).toEqual(NAMES);
  await user.clear(field());
  await user.type(field(), "emma");
  await waitFor(() => expect(names()).toEqual(["Emma Schwarz"]));
  await act(() => delay(500));
  expect(names()).toEqual(["Emma Schwarz"]);
});

test("back in the history is back in the search", async () => {
  const { user, router } = open();
  await screen.findByRole("link", { name: "Ana Ruiz" });
  await user.type(field(), "emma");
  await waitFor(() => expect(names()).toEqual(["Emma Schwarz"]));
  await act(() => router.navigate("/elsewhere"));
  await screen.findByRole("heading", { name: "Elsewhere" });
  await act(() => router.navigate(-1));
  await waitFor(() => expect(field()).toHaveValue("emma"));
  await waitFor(() => expect(names()).toEqual(["Emma Schwarz"]));
  await act(() => router.navigate("/patients"));
  expect(field()).toHaveValue("emma"); // the same screen, only another step in its history
});

test("a search begins on the first page", async () => {
  const { user, router } = open();
  await act(() => router.navigate("/patients?pages=25.50&sort=-created_at"));
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ after: 50, sort: "-created_at" }));
  await user.type(field(), "emma");
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ q: "emma", sort: "-created_at" }));
  expect(asked.at(-1)?.after).toBeUndefined();
  expect(router.state.location.search).toBe("?sort=-created_at");
});

test("rows that could not be refreshed stay, and say so", async () => {
  const { client, user } = open();
  await screen.findByRole("link", { name: "Ana Ruiz" });
  isDown = true;
  await act(() => client.refetchQueries());
  expect(await screen.findByText("This list could not be refreshed.")).toBeInTheDocument();
  expect(names()).toEqual(NAMES);
  isDown = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByText("This list could not be refreshed.")).not.toBeInTheDocument());
});

test("without rows a refusal takes their place, with the way on", async () => {
  isDown = true;
  const { user } = open();
  expect(await screen.findByRole("heading", { name: "The patients could not be loaded" })).toBeInTheDocument();
  isDown = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByRole("link", { name: "Ana Ruiz" });
});
