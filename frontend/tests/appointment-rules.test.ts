import { describe, expect, test } from "vitest";
import { isOver, MAY_BECOME, mayMove, minutesLate, nextStep, stepBack, STATUSES } from "@/features/appointments/rules";
import { isStepBack, stepWord } from "@/features/appointments/step-words";
import { appointment } from "./appointments";
import { english as t } from "./texts";

const TODAY = "2026-11-17";
const [YESTERDAY, TOMORROW] = ["2026-11-16", "2026-11-18"];

describe("the next step", () => {
  test.each([
    ["scheduled", TODAY, "arrived"],
    ["confirmed", TODAY, "arrived"],
    ["arrived", TODAY, "in_room"],
    ["in_room", TODAY, "completed"],
    ["scheduled", TOMORROW, "confirmed"],
    ["confirmed", TOMORROW, null],
    ["scheduled", YESTERDAY, "completed"],
    ["arrived", YESTERDAY, "completed"],
    ["completed", TODAY, null],
    ["cancelled", TODAY, null],
    ["no_show", TODAY, null],
  ] as const)("%s on %s: %s", (status, day, expected) => {
    expect(nextStep(status, day, TODAY)).toBe(expected);
  });

  test("is always one that the table has", () => {
    for (const status of STATUSES) {
      for (const day of [YESTERDAY, TODAY, TOMORROW]) {
        const next = nextStep(status, day, TODAY);
        if (next) expect(MAY_BECOME[status], `${status} on ${day}`).toContain(next);
      }
    }
  });
});

describe("a step back", () => {
  test.each([
    ["scheduled", "confirmed", "scheduled"],
    ["confirmed", "arrived", "confirmed"],
    ["arrived", "in_room", "arrived"],
    ["in_room", "completed", "in_room"],
    // the way back from a cancellation leads to the start, whatever was before
    ["confirmed", "cancelled", "scheduled"],
    ["arrived", "no_show", "arrived"],
    ["confirmed", "no_show", "scheduled"],
    // three steps at once can't be taken back by one
    ["scheduled", "completed", null],
    ["scheduled", "in_room", null],
  ] as const)("from %s to %s leads to %s", (before, now, expected) => {
    expect(stepBack(before, now)).toBe(expected);
  });

  test("every step of the table has a word of its own in its menu", () => {
    for (const status of STATUSES) {
      const words = MAY_BECOME[status].map((to) => stepWord(status, to, t));
      expect(new Set(words).size, status).toBe(words.length);
    }
    expect(stepWord("cancelled", "scheduled", t)).toBe("Take back the cancellation");
    expect(isStepBack("arrived", "confirmed")).toBe(true);
    expect(isStepBack("scheduled", "confirmed")).toBe(false);
  });
});

test("what is under way or done stays where it is", () => {
  expect(STATUSES.filter((status) => !mayMove(status))).toEqual(["in_room", "completed"]);
  expect(STATUSES.filter(isOver)).toEqual(["completed", "no_show", "cancelled"]);
});

describe("being late", () => {
  const at = (time: string) => new Date(`2026-11-17T${time}:00+01:00`);
  test("counts from the start, for whoever is not here", () => {
    expect(minutesLate(appointment({ at: "10:30" }), at("10:42"))).toBe(12);
    expect(minutesLate(appointment({ at: "10:30", status: "confirmed" }), at("10:30"))).toBe(0);
    expect(minutesLate(appointment({ at: "10:30", status: "arrived" }), at("10:42"))).toBe(0);
  });
});
