import { ApiError, NetworkError, type ErrorBody } from "@/lib/api-error";
import type { ImportReport, Progress } from "./report";

type Line = { progress?: Progress; report?: ImportReport };

/** The lines of a stream as they come in, however it is cut into pieces. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter(Boolean);
  }
  if (rest.trim()) yield rest;
}

/** Reads progress until the report comes. A stream that ends without one was broken off: what had been taken stays taken. */
export async function readReport(stream: ReadableStream<Uint8Array>, onProgress: (progress: Progress) => void): Promise<ImportReport> {
  try {
    for await (const text of linesOf(stream)) {
      const line = JSON.parse(text) as Line;
      if (line.report) return line.report;
      if (line.progress) onProgress(line.progress);
      else throw new ApiError(503, line as ErrorBody);
    }
  } catch (cause) {
    throw cause instanceof ApiError ? cause : new NetworkError("the answer broke off", { cause });
  }
  throw new NetworkError("the answer ended before the report");
}
