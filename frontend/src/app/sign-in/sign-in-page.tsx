import { useTranslation } from "react-i18next";
import { Navigate, useLocation } from "react-router";
import { LanguageLinks } from "./language-links";
import { clinic } from "@/lib/clinic";
import { useHealth } from "@/lib/health";
import { usePageTitle } from "@/lib/page-title";
import { useSession } from "@/lib/session";
import { BrandMark } from "@/app/shell/brand";
import { DiaryPlate } from "./diary-plate";
import { SignInForm } from "./sign-in-form";

/** The door. Whoever came for a page is taken there after signing in. */
export default function SignInPage() {
  const { t } = useTranslation();
  const { user } = useSession();
  const { state } = useHealth();
  const location = useLocation();
  usePageTitle(t("sign_in.title"));

  if (user) return <Navigate to={(location.state as { from?: string } | null)?.from ?? "/"} replace />;

  return (
    <div className="signin">
      <main className="signin-form">
        <div className="stack loose">
          <p className="brand">
            <BrandMark />
            <span>{clinic.name}</span>
          </p>
          <div className="stack tight">
            <h1>{t("sign_in.title")}</h1>
            <p className="lead">{t("sign_in.lead")}</p>
          </div>
          <SignInForm />
        </div>
        <footer className="row meta">
          <span className="row" role="status">
            <i className={state === "offline" ? "dot off" : state === "online" ? "dot" : "dot warn"} aria-hidden="true" />
            {t(`bar.${state}`)}
          </span>
          <LanguageLinks />
        </footer>
      </main>
      <DiaryPlate />
    </div>
  );
}
