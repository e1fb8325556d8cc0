import { WifiOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormats } from "@/lib/format";
import { Note } from "./note";

/** Across the top while the line is down: since when, and what still works. */
export function OfflineBanner({ since }: { since: Date }) {
  const { t } = useTranslation();
  const format = useFormats();
  return (
    <Note tone="warn" icon={WifiOff} live className="offline" title={t("offline.since", { time: format.time(since) })}>
      {t("offline.text")}
    </Note>
  );
}
