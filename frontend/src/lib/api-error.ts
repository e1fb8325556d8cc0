import type { TFunction } from "i18next";

/** What a refused request says; the rest of the answer (conflict, overlaps) stays in `body`. */
export type ErrorBody = {
  success: false;
  error: string;
  code: string;
  fields?: Record<string, string[]>;
  request_id?: string;
  current?: unknown;
  next_free?: string[];
  [more: string]: unknown;
};

/** The server answered, and refused. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly code: string;
  /** sentences beside the fields they are about */
  readonly fields: Record<string, string[]>;
  /** the row as it now is, with 412 */
  readonly current: unknown;
  /** free starts, with slot_taken and patient_busy */
  readonly next_free: string[];
  readonly request_id: string | null;
  /** seconds until it is worth trying again, with 429 and 503 */
  readonly retry_after: number | null;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody, retryAfter: number | null = null) {
    super(body.error);
    this.status = status;
    this.code = body.code;
    this.fields = body.fields ?? {};
    this.current = body.current;
    this.next_free = body.next_free ?? [];
    this.request_id = body.request_id ?? null;
    this.retry_after = retryAfter;
    this.body = body;
  }
}

/** No answer came: the line is down, or the server is. */
export class NetworkError extends Error {
  override name = "NetworkError";
}

export async function errorFrom(response: Response): Promise<ApiError> {
  const seconds = Number(response.headers.get("Retry-After"));
  const body: unknown = await response.json().catch(() => null);
  return new ApiError(response.status, isErrorBody(body) ? body : unreadable(response), seconds > 0 ? seconds : null);
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === "object" && body !== null && "code" in body && "error" in body;
}

/** A proxy in between may answer with a page of its own. */
function unreadable(response: Response): ErrorBody {
  const requestId = response.headers.get("X-Request-ID");
  return { success: false, error: response.statusText || String(response.status), code: "unreadable", ...(requestId && { request_id: requestId }) };
}

/** What to tell a person, in their language where we know the refusal, in the server's sentence otherwise. */
export function errorText(error: unknown, t: TFunction): string {
  if (error instanceof NetworkError) return t("error.network");
  if (!(error instanceof ApiError)) return t("error.unknown");
  // 502 and 504 say a gateway whose server is down
  if ([502, 503, 504].includes(error.status)) return t("error.unavailable");
  if (error.status === 429) return t("error.too_many", { count: error.retry_after ?? 30 });
  if (error.status >= 500 || error.code === "unreadable") return t("error.unknown");
  switch (error.code) {
    case "forbidden":
      return t("error.forbidden");
    case "not_found":
      return t("error.not_found");
    case "changed_meanwhile":
      return t("error.changed_meanwhile");
    case "validation_error":
      return t("error.validation");
    default:
      return error.message;
  }
}
