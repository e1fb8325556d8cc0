/* eslint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role --
   on a phone rows are cards by display: grid, and browsers then drop the roles that the elements had */
import { ArrowDown, ArrowUp } from "lucide-react";
import { useRef, type ReactNode } from "react";
import { cx } from "@/lib/cx";
import { useRowKeys } from "@/lib/row-keys";
import { Icon } from "./icon";

export type Column<Row> = {
  key: string;
  header: string;
  /** a heading that only screen readers need: "Actions" */
  hideHeader?: boolean;
  cell: (row: Row) => ReactNode;
  /** the name the server sorts by; its heading becomes a button */
  sort?: string;
  /** title: the first line of a card. acts: buttons at the end, beside the card. num: figures, to the end */
  kind?: "title" | "acts" | "num";
  /** wide: only from 90rem; medium: only from 64rem. Both stay away from cards unless onCard says so */
  from?: "wide" | "medium";
  /** long text that may take several lines; everything else stays on one */
  wrap?: boolean;
  /** left out of the card on a phone */
  offCard?: boolean;
};

type TableProps<Row> = {
  /** what the rows are: "Patients that match" */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  getKey: (row: Row) => string | number;
  /** "name" or "-name" */
  sort?: string;
  onSort?: (sort: string) => void;
  /** the row that has the focus, for the keys of the screen (e: edit); null when none has */
  onCurrent?: (row: Row | null) => void;
};

/** Rows with hairlines, cards under 48 rem. Arrow keys go from row to row, Enter opens the link in the first column.
    The roles are written out, because display: block on a phone takes them away. */
export function Table<Row>({ label, columns, rows, getKey, sort, onSort, onCurrent }: TableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  return (
    <table className="table" role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      {/* focus is only watched here: which row the keys of the screen are about */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <tbody ref={body} role="rowgroup" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onCurrent?.(null)}>
        {rows.map((row) => (
          <tr key={getKey(row)} role="row" onFocus={() => onCurrent?.(row)}>
            {columns.map((column) => (
              <td key={column.key} role="cell" className={cellClass(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cellClass<Row>({ kind, from, offCard, wrap }: Column<Row>) {
  return cx(wrap && "wraps", kind === "title" && "card-title", kind === "acts" && "acts-cell", kind === "num" && "num tab", from && `col-${from}`, offCard && "card-off") || undefined;
}

type HeaderCellProps<Row> = { column: Column<Row>; sort?: string; onSort?: (sort: string) => void };

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const isUp = sort !== undefined && sort === column.sort;
  const isDown = sort !== undefined && sort === `-${column.sort}`;
  const name = column.hideHeader ? <span className="sr-only">{column.header}</span> : column.header;
  return (
    <th role="columnheader" scope="col" className={column.from && `col-${column.from}`} aria-sort={isUp ? "ascending" : isDown ? "descending" : undefined}>
      {column.sort && onSort ? (
        <button type="button" onClick={() => onSort(isUp ? `-${column.sort}` : (column.sort ?? ""))}>
          {name}
          {(isUp || isDown) && <Icon of={isUp ? ArrowUp : ArrowDown} small />}
        </button>
      ) : (
        name
      )}
    </th>
  );
}
