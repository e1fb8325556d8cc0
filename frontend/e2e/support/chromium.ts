import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";

const PLACES = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** One browser for all the tests; each test has contexts of its own. Without a Chromium they are skipped, and say so. */
export default async function start(project: TestProject) {
  const { HMS_URL } = process.env;
  if (!HMS_URL) throw new Error("The browser tests need the product at HMS_URL: scripts/with-server npm --prefix frontend run test:browser");

  const executablePath = PLACES.find((place) => place && existsSync(place));
  if (!executablePath) {
    console.warn("No Chromium was found, so the browser tests are skipped (Debian, Ubuntu: apt install chromium).");
    project.provide("browser", null);
    return;
  }
  const server = await chromium.launchServer({ executablePath, args: ["--no-sandbox"] });
  project.provide("browser", server.wsEndpoint());
  return () => server.close();
}

declare module "vitest" {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be added to
  interface ProvidedContext {
    browser: string | null;
  }
}
