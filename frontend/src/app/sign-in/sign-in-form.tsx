import { Eye, EyeOff } from "lucide-react";
import { useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { IconButton } from "@/components/icon-button";
import { Input } from "@/components/input";
import { Note } from "@/components/note";
import { signIn } from "@/lib/session";
import { SignInRefusal } from "./sign-in-refusal";

type Values = { email: string; password: string };

/** E-mail and password; on the sign-in page and in the dialog over a page whose session has ended. */
export function SignInForm({ email = "" }: { email?: string }) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const password = useRef<HTMLInputElement | null>(null);
  const form = useForm<Values>({ defaultValues: { email, password: "" } });
  const { errors, isSubmitting } = form.formState;
  const passwordField = form.register("password", { required: t("sign_in.password_missing") });

  const submit = form.handleSubmit(async (values) => {
    setRefusal(null);
    try {
      await signIn(values.email.trim(), values.password);
    } catch (error) {
      setRefusal(error);
      password.current?.select();
    }
  });

  return (
    <form className="stack" noValidate onSubmit={submit}>
      <Field label={t("sign_in.email")} error={errors.email?.message}>
        {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the page has one purpose and this is its first step */}
        <Input type="email" autoComplete="username" dir="ltr" spellCheck={false} autoFocus={!email} {...form.register("email", { required: t("sign_in.email_missing") })} />
      </Field>
      <Field label={t("sign_in.password")} error={errors.password?.message}>
        <span className="withicon">
          <Input
            type={isShown ? "text" : "password"}
            autoComplete="current-password"
            dir="ltr"
            spellCheck={false}
            // eslint-disable-next-line jsx-a11y/no-autofocus -- as above, when the e-mail is known
            autoFocus={Boolean(email)}
            {...passwordField}
            ref={(input) => {
              passwordField.ref(input);
              password.current = input;
            }}
          />
          <IconButton className="end" icon={isShown ? EyeOff : Eye} label={isShown ? t("sign_in.hide_password") : t("sign_in.show_password")} aria-pressed={isShown} onClick={() => setShown(!isShown)} />
        </span>
      </Field>
      {refusal !== null && <Note tone="bad" live><SignInRefusal error={refusal} /></Note>}
      <Button type="submit" variant="primary" wide busy={isSubmitting} busyLabel={t("sign_in.busy")}>{t("sign_in.submit")}</Button>
    </form>
  );
}
