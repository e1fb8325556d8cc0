import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { useListedShortcuts, useShortcuts } from "@/lib/shortcuts";

function Screen({ run, label = "add patient" }: { run: () => void; label?: string }) {
  useShortcuts([{ key: "n", label, run }]);
  return <input aria-label="Name" />;
}

function List() {
  return <p>{useListedShortcuts().map(({ label }) => label).join(", ")}</p>;
}

describe("the keys of a screen", () => {
  test("work while it is there, and are gone with it", async () => {
    const run = vi.fn();
    const { unmount } = render(<Screen run={run} />);
    const person = userEvent.setup();
    await person.keyboard("n");
    expect(run).toHaveBeenCalledOnce();
    unmount();
    await person.keyboard("n");
    expect(run).toHaveBeenCalledOnce();
  });

  test("are silent while somebody types", async () => {
    const run = vi.fn();
    render(<Screen run={run} />);
    await userEvent.setup().type(screen.getByLabelText("Name"), "nina");
    expect(run).not.toHaveBeenCalled();
    expect(screen.getByLabelText("Name")).toHaveValue("nina");
  });

  test("leave the browser's own keys alone", async () => {
    const run = vi.fn();
    render(<Screen run={run} />);
    await userEvent.setup().keyboard("{Control>}n{/Control}");
    expect(run).not.toHaveBeenCalled();
  });

  test("belong to the newest when a panel uses the same key", async () => {
    const [below, above] = [vi.fn(), vi.fn()];
    render(<Screen run={below} />);
    render(<Screen run={above} label="next" />);
    await userEvent.setup().keyboard("n");
    expect(above).toHaveBeenCalledOnce();
    expect(below).not.toHaveBeenCalled();
  });

  test("come before those of every screen, whichever was there first", () => {
    function Everywhere() {
      useShortcuts([{ key: "?", label: "all keys", run: () => undefined, everywhere: true }]);
      return null;
    }
    render(
      <>
        <List />
        <Screen run={() => undefined} />
        <Everywhere />
      </>,
    );
    expect(screen.getByText("add patient, all keys")).toBeInTheDocument();
  });

  test("are listed for the status bar and the help", () => {
    render(
      <>
        <List />
        <Screen run={() => undefined} />
      </>,
    );
    expect(screen.getByText("add patient")).toBeInTheDocument();
  });
});
