import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { createMemoryRouter, Link, RouterProvider, useNavigate } from "react-router";
import { describe, expect, test } from "vitest";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import { Panel } from "@/components/panel";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import "./texts";

function EditPage() {
  const [name, setName] = useState("Ana");
  const unsaved = useUnsavedChanges(name !== "Ana", ["edit"]);
  const navigate = useNavigate();
  const close = () => void navigate("/closed");
  const save = () => {
    unsaved.release();
    close();
  };
  return (
    <>
      <Link to="/elsewhere">Elsewhere</Link>
      <Link to="/?edit=1&sort=name">Sort</Link>
      <Link to="/">Close</Link>
      <Panel title="Edit patient" unsaved={unsaved} onClose={close} onSave={save}>
        <Field label="Name">
          <Input value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      </Panel>
    </>
  );
}

function open() {
  const router = createMemoryRouter([
    { path: "/", element: <EditPage /> },
    { path: "/elsewhere", element: <h1>Elsewhere</h1> },
    { path: "/closed", element: <h1>Closed</h1> },
  ], { initialEntries: ["/?edit=1"] });
  render(<RouterProvider router={router} />);
  return userEvent.setup();
}

const question = () => screen.queryByRole("alertdialog");

describe("what was typed is not lost without a question", () => {
  test("a link asks, and staying keeps every word", async () => {
    const person = open();
    await person.type(screen.getByLabelText("Name"), " Ruiz");
    await person.click(screen.getByRole("link", { name: "Elsewhere" }));
    expect(question()).toHaveAccessibleName("Leave without saving?");
    expect(screen.getByRole("button", { name: "Keep editing" })).toHaveFocus();
    await person.keyboard("{Enter}");
    expect(question()).not.toBeInTheDocument();
    expect(screen.getByLabelText("Name")).toHaveValue("Ana Ruiz");
  });

  test("a step that leaves the panel where it is asks nothing; one that closes it does", async () => {
    const person = open();
    await person.type(screen.getByLabelText("Name"), "!");
    await person.click(screen.getByRole("link", { name: "Sort" }));
    expect(question()).not.toBeInTheDocument();
    expect(screen.getByLabelText("Name")).toHaveValue("Ana!");
    await person.click(screen.getByRole("link", { name: "Close" }));
    expect(question()).toBeInTheDocument();
  });

  test("discarding goes on to where one wanted to go", async () => {
    const person = open();
    await person.type(screen.getByLabelText("Name"), "!");
    await person.click(screen.getByRole("link", { name: "Elsewhere" }));
    await person.click(screen.getByRole("button", { name: "Discard changes" }));
    expect(await screen.findByRole("heading", { name: "Elsewhere" })).toBeInTheDocument();
  });

  test("Esc asks when something was changed, once", async () => {
    const person = open();
    await person.type(screen.getByLabelText("Name"), "!{Escape}");
    await person.click(screen.getByRole("button", { name: "Discard changes" }));
    expect(await screen.findByRole("heading", { name: "Closed" })).toBeInTheDocument();
    expect(question()).not.toBeInTheDocument();
  });

  test("Esc closes at once when nothing was changed", async () => {
    const person = open();
    await person.keyboard("{Escape}");
    expect(await screen.findByRole("heading", { name: "Closed" })).toBeInTheDocument();
  });

  test("Ctrl+Enter saves, and leaving after that asks nothing", async () => {
    const person = open();
    await person.type(screen.getByLabelText("Name"), "!{Control>}{Enter}{/Control}");
    expect(await screen.findByRole("heading", { name: "Closed" })).toBeInTheDocument();
    expect(question()).not.toBeInTheDocument();
  });

  test("a reload asks only while something is unsaved", async () => {
    const person = open();
    const reload = () => {
      const event = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(reload()).toBe(false);
    await person.type(screen.getByLabelText("Name"), "!");
    await waitFor(() => expect(reload()).toBe(true));
  });
});
