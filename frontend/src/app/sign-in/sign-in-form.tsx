import { Eye, EyeOff } from "lucide-react";
import { useEffect, useRef, useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { IconButton } from "@/components/icon-button";
import { Input } from "@/components/input";
import { Note } from "@/components/note";
import { signIn } from "@/lib/session";
import { SignInRefusal } from "./sign-in-refusal";

/** E-mail and password; on the sign-in page and in the dialog over a page whose session has ended.
    Two fields need no form library, which is then not part of the first load. */
export function SignInForm({ email: known = "" }: { email?: string }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [isShown, setShown] = useState(false);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const emailInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);

  // the page has one purpose, and this is its first step
  useEffect(() => (known ? passwordInput : emailInput).current?.focus(), [known]);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!email.trim()) return emailInput.current?.focus();
    if (!password) return passwordInput.current?.focus();
    setBusy(true);
    setRefusal(null);
    try {
      await signIn(email.trim(), password);
    } catch (error) {
      setRefusal(error);
      passwordInput.current?.select();
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="stack" noValidate onSubmit={submit}>
      <Field label={t("sign_in.email")} name="email" error={isTried && !email.trim() && t("sign_in.email_missing")}>
        <Input ref={emailInput} type="email" autoComplete="username" dir="ltr" spellCheck={false} value={email} onChange={(event) => setEmail(event.target.value)} />
      </Field>
      <Field label={t("sign_in.password")} name="password" error={isTried && !password && t("sign_in.password_missing")}>
        <span className="withicon">
          <Input
            ref={passwordInput}
            type={isShown ? "text" : "password"}
            autoComplete="current-password"
            dir="ltr"
            spellCheck={false}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <IconButton className="end" icon={isShown ? EyeOff : Eye} label={isShown ? t("sign_in.hide_password") : t("sign_in.show_password")} onClick={() => setShown(!isShown)} />
        </span>
      </Field>
      {refusal !== null && (
        <Note tone="bad" live>
          <SignInRefusal error={refusal} />
        </Note>
      )}
      <Button type="submit" variant="primary" wide busy={isBusy} busyLabel={t("sign_in.busy")}>{t("sign_in.submit")}</Button>
    </form>
  );
}
