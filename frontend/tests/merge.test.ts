import { describe, expect, test } from "vitest";
import { changedFields, merged, whoChanged } from "@/lib/merge";

describe("who changed a value", () => {
  test.each([
    ["nobody", "a", "a", "a"],
    ["them", "a", "a", "b"],
    ["me", "a", "b", "a"],
    ["both", "a", "b", "c"],
    ["them", "a", "b", "b"], // the same change made twice is nothing to decide
  ])("%s: before %s, mine %s, theirs %s", (changer, before, mine, theirs) => {
    expect(whoChanged(before, mine, theirs)).toBe(changer);
  });
});

describe("my changes over their version", () => {
  const before = { name: "Ana", phone: "1", address: "Old Street" };

  test("keep what each of us changed alone", () => {
    const mine = { ...before, address: "New Street" };
    const theirs = { ...before, phone: "2" };
    expect(merged(before, mine, theirs)).toEqual({ name: "Ana", phone: "2", address: "New Street" });
  });

  test("keep mine where both changed a field, unless it was given up", () => {
    const mine = { ...before, phone: "3", name: "Anna" };
    const theirs = { ...before, phone: "2", name: "Anne" };
    expect(merged(before, mine, theirs, ["name"])).toEqual({ name: "Anne", phone: "3", address: "Old Street" });
  });

  test("bring what only they know of, such as the version", () => {
    const theirs = { ...before, version: 8 };
    expect(merged<Record<string, unknown>>(before, before, theirs)).toEqual(theirs);
  });
});

test("a partial save sends the fields that differ", () => {
  expect(changedFields({ name: "Ana", phone: null }, { name: "Ana", phone: "1" })).toEqual({ phone: "1" });
});
