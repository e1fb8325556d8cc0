import { renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useSubmissionKey } from "@/lib/submission-key";

test("a form sent twice has one key, a changed form another, and the next one too", () => {
  const { current: key } = renderHook(useSubmissionKey).result;
  const first = key.headerFor({ name: "Ana" });
  expect(key.headerFor({ name: "Ana" })).toEqual(first);
  const changed = key.headerFor({ name: "Ana Ruiz" });
  expect(changed).not.toEqual(first);
  key.forget();
  expect(key.headerFor({ name: "Ana Ruiz" })).not.toEqual(changed);
});
