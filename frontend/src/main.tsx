import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import { queryClient } from "@/app/query-client";
import { createRouter } from "@/app/router";
import { startI18n } from "@/lib/i18n";
import { applyAppearance, readPreferences } from "@/lib/preferences";
import { resume } from "@/lib/session";
import "@/styles/index.css";

applyAppearance(readPreferences());
// words and session are fetched side by side; the first thing drawn is already the right screen
await Promise.all([startI18n(), resume()]);

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={createRouter()} />
    </QueryClientProvider>
  </StrictMode>,
);
