import { RefreshCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Reference } from "@/components/error-state";
import { Note } from "@/components/note";
import type { ImportStep } from "@/features/imports/use-import";
import { ApiError, errorText } from "@/lib/api-error";
import { useFormats } from "@/lib/format";

type ImportFailedProps = { failed: Extract<ImportStep, { step: "failed" }>; onRetry: () => void };

/** A file that can't be read at all, or an import that broke off: what is safe, and the way on. */
export function ImportFailed({ failed, onRetry }: ImportFailedProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { error, during, file, progress } = failed;
  const refusal = error instanceof ApiError ? error : null;
  const isFile = refusal?.code === "unreadable_file" || refusal?.status === 413 || refusal?.status === 415;
  const taken = progress?.read ?? 0;
  return (
    <Note
      live
      tone="bad"
      title={<>{t(isFile ? "imports.unreadable" : during === "importing" ? "imports.broken_off" : "imports.not_checked")} <bdi translate="no">{file.name}</bdi></>}
      actions={!isFile && <Button small icon={RefreshCw} onClick={onRetry}>{t("state.try_again")}</Button>}
    >
      <p>{refusal?.status === 413 ? t("imports.too_large") : isFile ? <bdi>{refusal.message}</bdi> : errorText(error, t)}</p>
      {during === "importing" && !isFile && (
        <p>{t("imports.broken_off_text", { count: taken, total: format.number(taken) })}</p>
      )}
      {!isFile && <Reference error={error} />}
    </Note>
  );
}
