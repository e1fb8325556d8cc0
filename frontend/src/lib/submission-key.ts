import { useState } from "react";

/** The Idempotency-Key of what a form sends: the same for the same contents, so that a second click or a retry after a
    lost reply makes one row; another as soon as something was changed. Forget it after success. */
class SubmissionKey {
  #contents: string | null = null;
  #key = "";

  headerFor(body: unknown): { "Idempotency-Key": string } {
    const contents = JSON.stringify(body);
    if (contents !== this.#contents) {
      this.#contents = contents;
      this.#key = crypto.randomUUID();
    }
    return { "Idempotency-Key": this.#key };
  }

  forget() {
    this.#contents = null;
  }
}

export function useSubmissionKey(): SubmissionKey {
  return useState(() => new SubmissionKey())[0];
}
