import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Page } from "@/components/page";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t("not_found.title")}>
      <div className="sheet">
        <EmptyState title={t("not_found.nothing")} actions={<ButtonLink to="/">{t("not_found.home")}</ButtonLink>}>{t("not_found.text")}</EmptyState>
      </div>
    </Page>
  );
}
