import { useMutation } from "@tanstack/react-query";
import { send } from "@/lib/api";
import { keepFile } from "@/lib/keep-file";

/** Fetches all patients as a CSV file and hands it to the browser to keep. */
export function useExportPatients() {
  return useMutation({
    mutationFn: async () => {
      const response = await send(new Request(new URL("/api/patients/export", window.location.origin)));
      const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
      keepFile(await response.blob(), name ?? "patients.csv");
    },
  });
}
