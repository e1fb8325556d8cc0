import { useTranslation } from "react-i18next";
import { useFormats } from "@/lib/format";

/** 14 Oct 2026, 10:42: when something was written, by the clinic's clock. */
export function useMoment(): (instant: string) => string {
  const { t } = useTranslation();
  const format = useFormats();
  return (instant) => t("records.at", { day: format.date(format.dayOf(instant)), time: format.time(instant) });
}
