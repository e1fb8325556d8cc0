import { Ellipsis, Pencil } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { IconButton } from "@/components/icon-button";
import { Pager } from "@/components/pager";
import { PersonName } from "@/components/person-name";
import { Skeleton } from "@/components/skeleton";
import { StatusChip, type AppointmentStatus } from "@/components/status-chip";
import { Table, type Column } from "@/components/table";
import { Spec } from "./spec";

type Row = { id: number; name: string; born: string; status: AppointmentStatus };

const ROWS: Row[] = [
  { id: 1, name: "Siobhán O’Brien-Łukasz", born: "1 Jan 1990", status: "arrived" },
  { id: 2, name: "أمل الحداد", born: "14 Feb 2019", status: "confirmed" },
  { id: 3, name: "Maximiliane Freifrau von Hohenstein-Schillingsfürst", born: "12 Jul 1938", status: "no_show" },
];

const COLUMNS: Column<Row>[] = [
  { key: "name", header: "Name", kind: "title", sort: "name", cell: (row) => <Link className="name" to="/design"><PersonName>{row.name}</PersonName></Link> },
  { key: "born", header: "Date of birth", sort: "date_of_birth", cell: (row) => row.born },
  { key: "status", header: "Status", cell: (row) => <StatusChip status={row.status} /> },
  {
    key: "acts",
    header: "Actions",
    hideHeader: true,
    kind: "acts",
    cell: (row) => (
      <span className="acts">
        <IconButton small icon={Pencil} label={`Edit ${row.name}`} />
        <IconButton small icon={Ellipsis} label={`More for ${row.name}`} />
      </span>
    ),
  },
];

export function DesignLists() {
  const [sort, setSort] = useState("name");
  return (
    <>
      <Spec name="Table and Pager">
        <section className="sheet list">
          <Table label="Patients" columns={COLUMNS} rows={ROWS} getKey={(row) => row.id} sort={sort} onSort={setSort} />
          <Pager from={1} to={3} total={1284} onNext={() => undefined} />
        </section>
      </Spec>
      <Spec name="Skeleton">
        <div className="sheet"><Skeleton rows={3} /></div>
      </Spec>
    </>
  );
}
