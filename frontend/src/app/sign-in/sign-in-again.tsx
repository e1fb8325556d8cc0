import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/dialog";
import { forget, useSession } from "@/lib/session";
import { SignInForm } from "./sign-in-form";

/** Over the page of somebody whose session has ended: they sign in and are where they were, with what they had typed.
    It can't be closed without that; what lies under it is hidden from whoever walks past. */
export function SignInAgain() {
  const { t } = useTranslation();
  const { state, user } = useSession();
  if (state !== "expired") return null;
  return (
    <Dialog private role="alertdialog" title={t("sign_in.expired_title")} onClose={() => undefined}>
      <p className="lead mb-6">{t("sign_in.expired_text")}</p>
      <SignInForm email={user.email} />
      <p className="meta mt-4">
        <button type="button" className="link" onClick={forget}>{t("sign_in.not_you", { name: user.name })}</button>
      </p>
    </Dialog>
  );
}
