import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send } from "@/lib/api";
import { contentTypeOf, type ImportReport, type Progress } from "@/features/imports/report";
import { readReport } from "@/features/imports/report-stream";

type Sent = { file: File; preview: boolean; onProgress: (progress: Progress) => void };

async function sendFile({ file, preview, onProgress }: Sent): Promise<ImportReport> {
  const url = new URL("/api/patients/import", window.location.origin);
  if (preview) url.searchParams.set("preview", "true");
  const headers = { "Content-Type": contentTypeOf(file.name), Accept: "application/x-ndjson" };
  const { body } = await send(new Request(url, { method: "POST", body: file, headers }));
  if (!body) throw new Error("an answer without a body");
  return readReport(body, onProgress);
}

/** Sends a file of patients: to see what would happen, or to take it in. Sent again, it adds nobody twice. */
export function useSendFile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: sendFile,
    // broken off in the middle, a part of it is there all the same
    onSettled: (_report, _error, { preview }) => {
      if (preview) return;
      for (const noun of ["patients", "summary"]) void client.invalidateQueries({ queryKey: [noun] });
    },
  });
}
