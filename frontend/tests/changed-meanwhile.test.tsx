import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { ChangedMeanwhile, type MeanwhileField } from "@/components/changed-meanwhile";
import "./texts";

const phone: MeanwhileField = { name: "phone", label: "Phone", before: "2231", mine: "2231", theirs: "7788" };
const address: MeanwhileField = { name: "address", label: "Address", before: "", mine: "Gneisenaustr. 41", theirs: "" };
const name: MeanwhileField = { name: "name", label: "Name", before: "Ana", mine: "Ana", theirs: "Ana" };

function show(fields: MeanwhileField[]) {
  const onKeepMine = vi.fn();
  const onTakeTheirs = vi.fn();
  render(<ChangedMeanwhile title="A colleague saved this patient." fields={fields} onKeepMine={onKeepMine} onTakeTheirs={onTakeTheirs} />);
  return { onKeepMine, onTakeTheirs, user: userEvent.setup() };
}

test("what they changed and what I changed stand side by side, and nothing else", () => {
  show([name, phone, address]);
  expect(screen.getByText("2231").closest("del")).toBeInTheDocument();
  expect(screen.getByText("7788").closest("ins")).toBeInTheDocument();
  expect(screen.getByText("Gneisenaustr. 41")).toBeInTheDocument();
  expect(screen.queryByText("Ana")).not.toBeInTheDocument();
  expect(screen.getByRole("status")).toHaveTextContent("A colleague saved this patient.");
});

test("both are kept by one press where nobody touched the other's field", async () => {
  const { user, onKeepMine } = show([phone, address]);
  await user.click(screen.getByRole("button", { name: /^Keep both/ }));
  expect(onKeepMine).toHaveBeenCalledExactlyOnceWith([]);
});

test("a field that both changed is never settled by itself", async () => {
  const { user, onKeepMine } = show([{ ...phone, mine: "9900" }]);
  await user.click(screen.getByRole("button", { name: /^Save as chosen/ }));
  expect(onKeepMine).not.toHaveBeenCalled();
  expect(screen.getByRole("group", { name: "Phone: both of you changed it." })).toHaveAccessibleDescription("Choose which of the two is right.");
  expect(screen.getByRole("radio", { name: "Theirs: 7788" })).toHaveFocus();

  await user.click(screen.getByRole("radio", { name: "Theirs: 7788" }));
  await user.click(screen.getByRole("button", { name: /^Save as chosen/ }));
  expect(onKeepMine).toHaveBeenCalledExactlyOnceWith(["phone"]);
});

test("all three versions can be read whole", async () => {
  const { user } = show([phone, address]);
  await user.click(screen.getByRole("button", { name: "Show all changes" }));
  expect(screen.getByRole("row", { name: "Phone 2231 7788 2231" })).toBeInTheDocument();
  expect(screen.getByRole("row", { name: "Address empty empty Gneisenaustr. 41" })).toBeInTheDocument();
});
