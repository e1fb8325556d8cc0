import { useRef, useState } from "react";
import { useSendFile } from "./api/import-patients";
import type { ImportReport, Progress } from "./report";

/** How far an import is: a file is chosen, looked at by the server, then taken in. */
export type ImportStep =
  | { step: "choosing" }
  | { step: "checking" | "importing"; file: File; progress: Progress | null; total: number | null }
  | { step: "checked" | "done"; file: File; report: ImportReport }
  | { step: "failed"; file: File; during: "checking" | "importing"; error: unknown; progress: Progress | null; total: number | null };

export function useImport(onDone: (report: ImportReport) => void) {
  const [state, setState] = useState<ImportStep>({ step: "choosing" });
  const { mutateAsync } = useSendFile();
  // a file chosen while another is being looked at takes its place
  const run = useRef(0);

  const go = async (file: File, during: "checking" | "importing", total: number | null) => {
    const mine = ++run.current;
    let progress: Progress | null = null;
    const show = (next: ImportStep) => mine === run.current && setState(next);
    show({ step: during, file, progress, total });
    try {
      const report = await mutateAsync({
        file,
        preview: during === "checking",
        onProgress: (now) => {
          progress = now;
          show({ step: during, file, progress, total });
        },
      });
      show({ step: during === "checking" ? "checked" : "done", file, report });
      if (during === "importing") onDone(report);
    } catch (error) {
      show({ step: "failed", file, during, error, progress, total });
    }
  };

  return {
    state,
    check: (file: File) => void go(file, "checking", null),
    take: (file: File, total: number | null) => void go(file, "importing", total),
    startOver: () => {
      run.current += 1;
      setState({ step: "choosing" });
    },
  };
}
