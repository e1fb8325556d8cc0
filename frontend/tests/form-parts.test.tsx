import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import { Combobox } from "@/components/combobox";
import { DateField } from "@/components/date-field";
import { ErrorSummary } from "@/components/error-summary";
import { Field } from "@/components/field";
import { Input } from "@/components/input";
import "./texts";

describe("a field", () => {
  test("is described by its hint, and by its error in the hint's place", () => {
    const { rerender } = render(<Field label="Phone" hint="For reminders."><Input /></Field>);
    expect(screen.getByLabelText("Phone")).toHaveAccessibleDescription("For reminders.");
    rerender(<Field label="Phone" hint="For reminders." error="Write the number."><Input /></Field>);
    const input = screen.getByLabelText("Phone");
    expect(input).toHaveAccessibleDescription("Write the number.");
    expect(input).toBeInvalid();
  });
});

describe("a date field", () => {
  function Born({ onChange }: { onChange: (value: string) => void }) {
    const [value, setValue] = useState("");
    const change = (next: string) => {
      setValue(next);
      onChange(next);
    };
    return <Field label="Born"><DateField value={value} onChange={change} /></Field>;
  }

  test("gives an ISO date and then reads like every other date", async () => {
    const onChange = vi.fn();
    render(<Born onChange={onChange} />);
    const person = userEvent.setup();
    await person.type(screen.getByLabelText("Born"), "31.01.1990");
    expect(onChange).toHaveBeenLastCalledWith("1990-01-31");
    expect(screen.getByLabelText("Born")).toHaveValue("31.01.1990");
    await person.tab();
    expect(screen.getByLabelText("Born")).toHaveValue("31 Jan 1990");
  });

  test("keeps what can't be read exactly as it was typed", async () => {
    const onChange = vi.fn();
    render(<Born onChange={onChange} />);
    const person = userEvent.setup();
    await person.type(screen.getByLabelText("Born"), "31.02.1991");
    await person.tab();
    expect(screen.getByLabelText("Born")).toHaveValue("31.02.1991");
    expect(onChange).toHaveBeenLastCalledWith("31.02.1991");
  });
});

describe("the summary of errors", () => {
  function Form({ attempt }: { attempt: number }) {
    return (
      <form>
        <ErrorSummary attempt={attempt} errors={[{ name: "born", label: "Date of birth" }]} />
        <Field label="Date of birth" name="born" error="February 1991 had 28 days."><Input /></Field>
      </form>
    );
  }

  test("takes the focus on every failed try, and leads to the field", async () => {
    const { rerender } = render(<Form attempt={0} />);
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
    rerender(<Form attempt={1} />);
    expect(screen.getByRole("alert")).toHaveFocus();
    await userEvent.setup().click(screen.getByRole("link", { name: "Date of birth" }));
    expect(screen.getByLabelText("Date of birth")).toHaveFocus();
    rerender(<Form attempt={2} />);
    expect(screen.getByRole("alert")).toHaveFocus();
  });
});

describe("a combobox by keyboard", () => {
  const names = ["Ana", "Anka", "Bao"];

  function Picker({ onSubmit }: { onSubmit: () => void }) {
    const [value, setValue] = useState<string | null>(null);
    const [found, setFound] = useState<string[]>([]);
    return (
      <form onSubmit={onSubmit}>
        <Field label="Patient">
          <Combobox value={value} onChange={setValue} options={found} onSearch={(text) => setFound(names.filter((name) => name.startsWith(text)))} getKey={(name) => name} getText={(name) => name} />
        </Field>
        <p>chosen: {value ?? "nobody"}</p>
      </form>
    );
  }

  test("arrows move, Enter takes without sending the form, and typing on gives it up again", async () => {
    const onSubmit = vi.fn();
    render(<Picker onSubmit={onSubmit} />);
    const person = userEvent.setup();
    const field = screen.getByRole("combobox", { name: "Patient" });
    await person.type(field, "An");
    expect(await screen.findByRole("option", { name: "Ana" })).toHaveAttribute("aria-selected", "true");
    await person.keyboard("{ArrowDown}");
    expect(field).toHaveAttribute("aria-activedescendant", screen.getByRole("option", { name: "Anka" }).id);
    await person.keyboard("{Enter}");
    expect(screen.getByText("chosen: Anka")).toBeInTheDocument();
    expect(field).toHaveValue("Anka");
    expect(onSubmit).not.toHaveBeenCalled();
    await person.type(field, "{Backspace}");
    expect(screen.getByText("chosen: nobody")).toBeInTheDocument();
  });

  test("Esc closes the list and keeps what was typed", async () => {
    render(<Picker onSubmit={() => undefined} />);
    const person = userEvent.setup();
    const field = screen.getByRole("combobox", { name: "Patient" });
    await person.type(field, "An");
    await screen.findByRole("option", { name: "Ana" });
    await person.keyboard("{Escape}");
    expect(screen.queryByRole("option")).not.toBeInTheDocument();
    expect(field).toHaveValue("An");
  });
});
