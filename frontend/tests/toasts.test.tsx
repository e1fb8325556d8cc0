import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Toaster } from "@/components/toaster";
import { clearToasts, showToast } from "@/lib/toasts";
import "./texts";

function wait(ms: number) {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
}
function show(toast: Parameters<typeof showToast>[0]) {
  act(() => {
    showToast(toast);
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  render(<Toaster />);
});
afterEach(() => {
  act(clearToasts);
  vi.useRealTimers();
});

describe("a toast", () => {
  test("goes after five seconds", () => {
    show({ title: "Booked" });
    wait(4_900);
    expect(screen.getByText("Booked")).toBeInTheDocument();
    wait(200);
    expect(screen.queryByText("Booked")).not.toBeInTheDocument();
  });

  test("waits while it is hovered, and then has its five seconds", () => {
    show({ title: "Booked" });
    const toast = screen.getByText("Booked");
    fireEvent.mouseEnter(toast.closest(".toast") ?? toast);
    wait(20_000);
    expect(toast).toBeInTheDocument();
    fireEvent.mouseLeave(toast.closest(".toast") ?? toast);
    wait(5_000);
    expect(toast).not.toBeInTheDocument();
  });

  test("waits while something in it has the focus", () => {
    show({ title: "Booked", action: { label: "Undo", onAction: () => undefined } });
    const undo = screen.getByRole("button", { name: "Undo" });
    act(() => undo.focus());
    wait(20_000);
    expect(undo).toBeInTheDocument();
  });

  test("with trouble stays until it is dismissed, and interrupts whoever listens", () => {
    show({ tone: "bad", title: "Not saved" });
    wait(60_000);
    expect(screen.getByRole("alert")).toHaveTextContent("Not saved");
    fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(screen.queryByText("Not saved")).not.toBeInTheDocument();
  });

  test("does its one action and is gone", () => {
    const undo = vi.fn();
    show({ title: "Deleted", action: { label: "Undo", onAction: undo } });
    fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect(undo).toHaveBeenCalledOnce();
    expect(screen.queryByText("Deleted")).not.toBeInTheDocument();
  });

  test("gives the focus back to where it came from", () => {
    render(<button type="button">Row</button>);
    const row = screen.getByRole("button", { name: "Row" });
    act(() => row.focus());
    show({ title: "Cancelled", action: { label: "Undo", onAction: () => undefined } });
    const undo = screen.getByRole("button", { name: "Undo" });
    act(() => undo.focus());
    fireEvent.click(undo);
    expect(row).toHaveFocus();
  });

  test("of good news never pushes out trouble", () => {
    show({ tone: "bad", title: "Not saved" });
    for (const title of ["one", "two", "three", "four"]) show({ title });
    expect(screen.getByText("Not saved")).toBeInTheDocument();
    expect(screen.queryByText("one")).not.toBeInTheDocument();
    expect(screen.getByText("four")).toBeInTheDocument();
  });
});
