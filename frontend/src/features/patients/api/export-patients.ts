import { useMutation } from "@tanstack/react-query";
import { send } from "@/lib/api";

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

function keepFile(contents: Blob, name: string): void {
  const url = URL.createObjectURL(contents);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // the browser needs the address a moment longer than the click
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
