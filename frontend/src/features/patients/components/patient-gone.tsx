import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Page } from "@/components/page";
import { useUser } from "@/lib/session";

/** Never there, or deleted: for whom it is which, only an admin can see. */
export function PatientGone() {
  const { t } = useTranslation();
  const isAdmin = useUser().role === "admin";
  return (
    <Page title={t("patients.one_title")} heading={t("patients.gone")}>
      <div className="sheet">
        <EmptyState
          title={t("patients.gone_title")}
          actions={
            <>
              {isAdmin && <ButtonLink to="/patients?archived=1">{t("patients.see_deleted")}</ButtonLink>}
              <ButtonLink to="/patients">{t("patients.to_list")}</ButtonLink>
            </>
          }
        >
          {t(isAdmin ? "patients.gone_admin" : "patients.gone_text")}
        </EmptyState>
      </div>
    </Page>
  );
}
