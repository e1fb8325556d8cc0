import { RefreshCw, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ApiError, errorText } from "@/lib/api-error";
import { Button } from "./button";
import { Icon } from "./icon";

type ErrorStateProps = {
  /** what could not be done: "The patients could not be loaded" */
  title: string;
  error: unknown;
  onRetry?: () => void;
  retrying?: boolean;
};

/** In the place of what could not be loaded: what happened, what is safe, and the way on. The reference goes last. */
export function ErrorState({ title, error, onRetry, retrying }: ErrorStateProps) {
  const { t } = useTranslation();
  return (
    <div className="empty failed" role="alert">
      <Icon of={TriangleAlert} />
      <h2 className="text-base">{title}</h2>
      <p>{errorText(error, t)}</p>
      {onRetry && (
        <div className="row">
          <Button icon={RefreshCw} busy={retrying} onClick={onRetry}>{t("state.try_again")}</Button>
        </div>
      )}
      <Reference error={error} />
    </div>
  );
}

/** By which whoever runs the server finds the request in its log. */
export function Reference({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const reference = error instanceof ApiError ? error.request_id : null;
  return reference && <p className="meta">{t("state.reference", { reference })}</p>;
}
