import { useEffect } from "react";
import { clinic } from "./clinic";

/** Names the tab of the browser. A patient's name stays out of it: it would be kept in the history. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${clinic.name}`;
  }, [title]);
}
