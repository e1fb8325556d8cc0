import type { TFunction } from "i18next";
import type { Formats } from "@/lib/format";
import type { ImportReport } from "./report";

/** "198 patients added"; "Everybody was here already" for a file that was taken in before. */
export function doneTitle({ created, completed, refused_count: refused }: ImportReport, t: TFunction, format: Formats): string {
  if (created > 0) return t("imports.added", { count: created, total: format.number(created) });
  if (completed > 0) return t("imports.completed", { count: completed, total: format.number(completed) });
  return refused > 0 ? t("imports.nobody_added") : t("imports.all_here");
}
