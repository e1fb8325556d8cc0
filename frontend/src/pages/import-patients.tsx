import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/components/button";
import { Page } from "@/components/page";
import { CheckedFile } from "@/features/imports/components/checked-file";
import { ChooseFile } from "@/features/imports/components/choose-file";
import { ImportDone } from "@/features/imports/components/import-done";
import { ImportFailed } from "@/features/imports/components/import-failed";
import { ReadingFile } from "@/features/imports/components/reading-file";
import { doneTitle } from "@/features/imports/done-title";
import { changesIn, type ImportReport } from "@/features/imports/report";
import { useImport } from "@/features/imports/use-import";
import { useFormats } from "@/lib/format";
import { showToast } from "@/lib/toasts";

export default function ImportPatientsPage() {
  const { t } = useTranslation();
  const format = useFormats();
  const announce = useAnnounceElsewhere();
  const { state, check, take, startOver } = useImport(announce);
  const changes = state.step === "checked" ? changesIn(state.report) : 0;

  return (
    <Page
      title={t("imports.title")}
      actions={
        state.step === "checked" && (
          <>
            <Button onClick={startOver}>{t("imports.another")}</Button>
            {changes > 0 && (
              <Button variant="primary" onClick={() => take(state.file, state.report.read)}>
                {t(state.report.created ? "imports.take" : "imports.take_numbers", { count: changes, total: format.number(changes) })}
              </Button>
            )}
          </>
        )
      }
    >
      {state.step === "failed" && (
        <div className="stack">
          <ImportFailed failed={state} onRetry={() => (state.during === "checking" ? check(state.file) : take(state.file, state.total))} />
          <ChooseFile onFile={check} />
        </div>
      )}
      {state.step === "choosing" && <ChooseFile onFile={check} />}
      {(state.step === "checking" || state.step === "importing") && (
        <ReadingFile file={state.file} isImport={state.step === "importing"} progress={state.progress} total={state.total} />
      )}
      {state.step === "checked" && <CheckedFile file={state.file} report={state.report} />}
      {state.step === "done" && <ImportDone file={state.file} report={state.report} onAnother={startOver} />}
    </Page>
  );
}

/** Whoever went on working while the file was taken in hears of the end wherever they are. */
function useAnnounceElsewhere() {
  const { t } = useTranslation();
  const format = useFormats();
  const navigate = useNavigate();
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return (report: ImportReport) => {
    if (isHere.current) return;
    showToast({ title: doneTitle(report, t, format), action: { label: t("imports.see"), onAction: () => void navigate("/patients?sort=-created_at") } });
  };
}
