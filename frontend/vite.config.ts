import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { firstLoadBudget } from "./build/first-load-budget.ts";

const server = "http://127.0.0.1:5000";

export default defineConfig({
  plugins: [react(), tailwindcss(), firstLoadBudget(170_000)],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // the server puts a fresh nonce in the place of this word for every page it sends
  html: { cspNonce: "__NONCE__" },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { "/api": server, "/health": server, "/ready": server },
  },
  build: {
    target: ["chrome123", "firefox128", "safari17.5"], // the first with light-dark()
    // a picture or font inside the script could not be cached on its own, and the policy allows data: for images only
    assetsInlineLimit: 0,
    // every browser that knows light-dark() preloads modules itself
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600, // raw size of one file; what counts is the budget of the first load
  },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://localhost/" } },
    setupFiles: ["tests/setup.ts"],
    include: ["tests/**/*.test.{ts,tsx}", "src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
});
