import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests of the whole product in a real browser, as a person uses it. It runs at HMS_URL; scripts/with-server starts one. */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    environment: "node",
    include: ["e2e/**/*.test.ts"],
    globalSetup: ["e2e/support/chromium.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // a browser, a server and a database share the machine with them
    maxWorkers: 2,
  },
});
