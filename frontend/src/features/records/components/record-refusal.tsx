import { CalendarPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { ApiError } from "@/lib/api-error";

type RecordRefusalProps = {
  error: unknown;
  /** what could not be loaded, where it is not one record */
  title?: string;
  onRetry: () => void;
  retrying: boolean;
};

/** In the place of a record that can't be shown: closed, gone, or not loaded, and what can be done about it. */
export function RecordRefusal({ error, title, onRetry, retrying }: RecordRefusalProps) {
  const { t } = useTranslation();
  const code = error instanceof ApiError ? error.code : null;
  if (code === "not_your_patient") {
    return (
      <EmptyState title={t("records.chart_closed_title")} actions={<ButtonLink icon={CalendarPlus} to="/appointments">{t("records.book_visit")}</ButtonLink>}>
        {t("records.chart_closed_text")}
      </EmptyState>
    );
  }
  if (code === "not_found") return <EmptyState title={t("records.gone_title")}>{t("records.gone_text")}</EmptyState>;
  return <ErrorState title={title ?? t("records.one_failed")} error={error} onRetry={onRetry} retrying={retrying} />;
}
