import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { Menu } from "@/components/menu";
import "./texts";

function open(onSelect = vi.fn()) {
  render(
    <Menu
      trigger={<button type="button">More</button>}
      items={[
        { key: "edit", label: "Edit", onSelect },
        { key: "off", label: "Off", disabled: true, onSelect },
        { key: "delete", label: "Delete", danger: true, onSelect },
      ]}
    />,
  );
  return { person: userEvent.setup(), onSelect, button: screen.getByRole("button", { name: "More" }) };
}

describe("a menu by keyboard", () => {
  test("opens with the arrow, goes round, and passes over what can't be chosen", async () => {
    const { person, button } = open();
    button.focus();
    await person.keyboard("{ArrowDown}");
    expect(screen.getByRole("menuitem", { name: "Edit" })).toHaveFocus();
    await person.keyboard("{ArrowDown}");
    expect(screen.getByRole("menuitem", { name: "Delete" })).toHaveFocus();
    await person.keyboard("{ArrowDown}");
    expect(screen.getByRole("menuitem", { name: "Edit" })).toHaveFocus();
    await person.keyboard("d");
    expect(screen.getByRole("menuitem", { name: "Delete" })).toHaveFocus();
  });

  test("Esc closes it and gives the focus back", async () => {
    const { person, button } = open();
    await person.click(button);
    await person.keyboard("{Escape}");
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
    expect(button).toHaveFocus();
  });

  test("a choice acts after the focus is back on the button, so that what opens can give it back again", async () => {
    const focused: unknown[] = [];
    const { person, button } = open(vi.fn(() => focused.push(document.activeElement)));
    await person.click(button);
    await person.keyboard("{Enter}");
    expect(focused).toEqual([button]);
  });

  test("a press elsewhere closes it", async () => {
    const { person, button } = open();
    await person.click(button);
    await person.click(document.body);
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
  });
});
