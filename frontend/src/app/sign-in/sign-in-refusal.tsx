import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, errorText, NetworkError } from "@/lib/api-error";

/** Why nobody was signed in; after too many tries with the seconds that are left. */
export function SignInRefusal({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (error instanceof NetworkError) return <p>{t("sign_in.offline")}</p>;
  if (error instanceof ApiError && error.status === 429) return <Wait seconds={error.retry_after ?? 60} />;
  if (error instanceof ApiError && error.status === 401) return <p>{t("sign_in.bad_credentials")}</p>;
  return <p>{errorText(error, t)}</p>;
}

function Wait({ seconds }: { seconds: number }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  // the first sentence is read out; the seconds that follow are only seen
  return (
    <>
      <p className="sr-only">{t("sign_in.too_many", { count: seconds })}</p>
      <p aria-hidden="true" className="tab">{t("sign_in.too_many", { count: left })}</p>
    </>
  );
}
