import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const server = "http://127.0.0.1:5000";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // the server puts a fresh nonce in the place of this word for every page it sends
  html: { cspNonce: "__NONCE__" },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { "/api": server, "/health": server, "/ready": server },
  },
  build: {
    target: "es2023",
    // a picture or font inside the script could not be cached on its own, and the policy allows data: for images only
    assetsInlineLimit: 0,
    // one module keeps every preload helper, so that lazy pages need no inline script
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://localhost/" } },
    setupFiles: ["tests/setup.ts"],
    include: ["tests/**/*.test.{ts,tsx}", "src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
});
