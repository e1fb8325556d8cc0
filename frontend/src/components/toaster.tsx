import { useTranslation } from "react-i18next";
import { useToasts } from "@/lib/toasts";
import { ToastCard } from "./toast-card";

/** Where toasts appear, once in the application. The regions are there before their texts, or screen readers miss them. */
export function Toaster() {
  const { t } = useTranslation();
  const toasts = useToasts();
  return (
    <section className="toasts" aria-label={t("toast.region")}>
      <ul className="contents" aria-live="polite" aria-relevant="additions">
        {toasts.map((toast) => (
          <li key={toast.id}>
            <ToastCard toast={toast} />
          </li>
        ))}
      </ul>
    </section>
  );
}
