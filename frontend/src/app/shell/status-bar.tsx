import { useTranslation } from "react-i18next";
import { Kbd } from "@/components/kbd";
import { RichText } from "@/components/rich-text";
import { useFormats } from "@/lib/format";
import { useHealth, type Health } from "@/lib/health";
import { useListedShortcuts } from "@/lib/shortcuts";
import { useSummary } from "./use-summary";

const SHAPE: Record<Health["state"], string> = { online: "dot", slow: "dot warn", offline: "dot off", checking: "dot warn" };

/** How the system is, how much there is, and the keys of this screen. */
export function StatusBar() {
  const { t } = useTranslation();
  const format = useFormats();
  const { state } = useHealth();
  const { data: summary } = useSummary();
  const shortcuts = useListedShortcuts();
  const bold = { b: <b /> };
  return (
    <footer className="bar" aria-label={t("bar.label")}>
      <span role="status">
        <i className={SHAPE[state]} aria-hidden="true" />
        {t(`bar.${state}`)}
      </span>
      {summary && (
        <>
          <span><RichText of="bar.patients" parts={bold} values={{ total: format.number(summary.patients) }} /></span>
          <span><RichText of="bar.appointments" parts={bold} values={{ total: format.number(summary.appointments) }} /></span>
          <span><RichText of="bar.today" parts={bold} values={{ total: format.number(summary.appointments_today) }} /></span>
        </>
      )}
      <span className="keys push" aria-hidden="true">
        {shortcuts.map(({ key, label }) => (
          <span key={key}>
            <Kbd keys={key} /> {label}
          </span>
        ))}
      </span>
    </footer>
  );
}
