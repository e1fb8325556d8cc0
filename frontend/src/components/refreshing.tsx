import { useTranslation } from "react-i18next";
import { useSlow } from "@/lib/slow";
import { Spinner } from "./spinner";

/** Beside a title, while what is shown is asked for again; the old rows stay. Quick answers show nothing. */
export function Refreshing({ active }: { active: boolean }) {
  const { t } = useTranslation();
  const isSlow = useSlow(active);
  if (!isSlow) return null;
  return (
    <span className="row meta refreshing">
      <Spinner />
      <span>{t("state.refreshing")}</span>
    </span>
  );
}
