import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const later = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function watch(answer: () => Promise<Response>) {
  const ask = vi.fn(answer);
  vi.stubGlobal("fetch", ask);
  const { useHealth } = await import("@/lib/health");
  function Bar() {
    return <p>{useHealth().state}</p>;
  }
  render(<Bar />);
  await later(0);
  return ask;
}

test("the server is asked every 30 seconds, and every 5 while it is away", async () => {
  let isAway = false;
  const ask = await watch(() => (isAway ? Promise.reject(new TypeError("down")) : Promise.resolve(Response.json({ status: "healthy" }))));
  expect(screen.getByText("online")).toBeInTheDocument();
  await later(29_000);
  expect(ask).toHaveBeenCalledTimes(1);
  isAway = true;
  await later(1_000);
  expect(screen.getByText("offline")).toBeInTheDocument();
  isAway = false;
  await later(5_000);
  expect(screen.getByText("online")).toBeInTheDocument();
});

test("an answer that takes long is slow, not gone, and that is said while one waits", async () => {
  let delay = 0;
  await watch(() => new Promise((resolve) => setTimeout(() => resolve(Response.json({ status: "healthy" })), delay)));
  await later(0);
  expect(screen.getByText("online")).toBeInTheDocument();
  delay = 3_000;
  await later(30_000);
  await later(1_600);
  expect(screen.getByText("slow")).toBeInTheDocument();
  delay = 0;
  await later(2_000 + 30_000);
  expect(screen.getByText("online")).toBeInTheDocument();
});

test("the browser's word that the line is down is checked at once", async () => {
  const ask = await watch(() => Promise.resolve(Response.json({ status: "healthy" })));
  window.dispatchEvent(new Event("offline"));
  await later(0);
  expect(ask).toHaveBeenCalledTimes(2);
  expect(screen.getByText("online")).toBeInTheDocument();
});
