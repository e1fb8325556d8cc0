import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, Link, RouterProvider } from "react-router";
import { describe, expect, test, vi } from "vitest";
import { SearchField } from "@/components/search-field";
import { Table, type Column } from "@/components/table";
import "./texts";

type Person = { id: number; name: string; born: string };
const PEOPLE: Person[] = [
  { id: 1, name: "Ana", born: "1 Jan 1990" },
  { id: 2, name: "Bao", born: "2 Feb 1991" },
  { id: 3, name: "Cem", born: "3 Mar 1992" },
];
const COLUMNS: Column<Person>[] = [
  { key: "name", header: "Name", sort: "name", kind: "title", cell: ({ id, name }) => <Link to={`/patients/${id}`}>{name}</Link> },
  { key: "born", header: "Date of birth", cell: ({ born }) => born },
];

function open(props: Partial<Parameters<typeof Table<Person>>[0]> = {}) {
  const list = (
    <>
      <SearchField label="Search" value="" onChange={() => undefined} />
      <Table label="Patients" columns={COLUMNS} rows={PEOPLE} getKey={({ id }) => id} {...props} />
    </>
  );
  const router = createMemoryRouter([{ path: "/", element: list }, { path: "/patients/:id", element: <h1>Patient</h1> }]);
  render(<RouterProvider router={router} />);
  return { person: userEvent.setup(), router };
}

const link = (name: string) => screen.getByRole("link", { name });

describe("a table by keyboard", () => {
  test("arrows go from row to row and stop at the ends", async () => {
    const { person } = open();
    await person.keyboard("{ArrowDown}");
    expect(link("Ana")).toHaveFocus();
    await person.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(link("Cem")).toHaveFocus();
    await person.keyboard("{ArrowUp}");
    expect(link("Bao")).toHaveFocus();
    await person.keyboard("{Home}");
    expect(link("Ana")).toHaveFocus();
    await person.keyboard("{End}");
    expect(link("Cem")).toHaveFocus();
  });

  test("Enter opens the row", async () => {
    const { person, router } = open();
    await person.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(router.state.location.pathname).toBe("/patients/2");
  });

  test("the first row is one arrow away from the search", async () => {
    const { person } = open();
    await person.click(screen.getByRole("searchbox"));
    await person.keyboard("{ArrowDown}");
    expect(link("Ana")).toHaveFocus();
  });

  test("the screen learns which row its keys are about", async () => {
    const onCurrent = vi.fn();
    const { person } = open({ onCurrent });
    await person.keyboard("{ArrowDown}");
    expect(onCurrent).toHaveBeenLastCalledWith(PEOPLE[0]);
    await person.tab({ shift: true });
    expect(onCurrent).toHaveBeenLastCalledWith(null);
  });
});

describe("a table for those who listen", () => {
  test("has its roles written out, for they are lost when rows become cards", () => {
    open();
    const table = screen.getByRole("table", { name: "Patients" });
    for (const element of table.querySelectorAll("thead, tbody, tr, th, td")) expect(element).toHaveAttribute("role");
    expect(within(table).getAllByRole("row")).toHaveLength(4);
  });

  test("says how it is sorted, and a second press turns it round", async () => {
    const onSort = vi.fn();
    const { person } = open({ sort: "name", onSort });
    expect(screen.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
    await person.click(screen.getByRole("button", { name: "Name" }));
    expect(onSort).toHaveBeenCalledWith("-name");
  });
});
