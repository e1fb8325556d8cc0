/* eslint-disable jsx-a11y/no-redundant-roles --
   on a phone rows are cards by display: grid, and browsers then drop the roles that the elements had */
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { To } from "react-router";
import type { Appointment } from "@/lib/api";
import { useRowKeys } from "@/lib/row-keys";
import type { DayGroup } from "@/features/appointments/day";
import type { AppointmentActions } from "@/features/appointments/use-appointment-actions";
import { useKeptFocus } from "@/features/appointments/use-kept-focus";
import { DayRows } from "./day-rows";

export type AppointmentTableProps = {
  label: string;
  groups: DayGroup[];
  /** a heading for every day, a link to it; without it the page's own heading is the day */
  dayLink?: (day: string) => To;
  showsDoctor: boolean;
  /** what is over and long ago is folded away; not while somebody looks for something */
  folds: boolean;
  now: Date;
  actions: AppointmentActions;
  /** just changed at another desk */
  changedIds: ReadonlySet<number>;
  /** the row that has the focus, for the keys of the screen */
  onCurrent: (appointment: Appointment | null) => void;
};

/** Days as they go by: loud is who waits, quiet is what is over, a line is now. Arrow keys go from row to row. */
export function AppointmentTable({ label, groups, dayLink, showsDoctor, folds, now, actions, changedIds, onCurrent }: AppointmentTableProps) {
  const { t } = useTranslation();
  const table = useRef<HTMLTableElement>(null);
  useRowKeys(table);
  useKeptFocus(table);

  const columns = ["time", "patient", "reason", ...(showsDoctor ? (["doctor"] as const) : []), "status", "actions"] as const;
  return (
    // focus is only watched here: which row the keys of the screen are about
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <table ref={table} className="table appointments" role="table" aria-label={label} onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onCurrent(null)}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col" className={`c-${column}`}>
              {column === "actions" ? <span className="sr-only">{t("appointments.columns.actions")}</span> : t(`appointments.columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map((group) => (
        <DayRows key={group.day} group={group} dayLink={dayLink} columns={columns.length} {...{ showsDoctor, folds, now, actions, onCurrent, changedIds }} />
      ))}
    </table>
  );
}
