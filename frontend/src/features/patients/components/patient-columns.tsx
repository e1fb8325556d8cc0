import type { TFunction } from "i18next";
import type { To } from "react-router";
import { Link } from "react-router";
import type { Column } from "@/components/table";
import type { Patient } from "@/lib/api";
import type { Formats } from "@/lib/format";
import { Blood } from "./blood";
import { Born } from "./born";
import { MatchedPhone, MatchedText } from "./matched";
import { NextVisit } from "./next-visit";
import { RestoreAction, RowActions } from "./row-actions";

type ColumnParts = {
  t: TFunction;
  search: string;
  mayManage: boolean;
  editTo: (patient: Patient) => To;
  onDelete: (patient: Patient) => void;
};

/** Where the focus goes after a neighbour was deleted. */
export const nameId = (id: number) => `patient-${id}`;

const none = (t: TFunction) => <span className="meta">{t("patients.none")}</span>;

function details(t: TFunction, search: string): Column<Patient>[] {
  return [
    { key: "born", header: t("patients.date_of_birth"), sort: "date_of_birth", cell: ({ date_of_birth }) => <Born on={date_of_birth} /> },
    { key: "phone", header: t("patients.phone"), offCard: true, cell: ({ phone }) => (phone ? <MatchedPhone search={search}>{phone}</MatchedPhone> : none(t)) },
    {
      key: "email",
      header: t("patients.email"),
      from: "wide",
      offCard: true,
      cell: ({ email }) => (email ? <span className="block truncate"><MatchedText search={search}>{email}</MatchedText></span> : <span className="meta">{t("patients.phone_only")}</span>),
    },
    { key: "blood", header: t("patients.blood"), from: "medium", offCard: true, cell: ({ blood_group }) => (blood_group ? <Blood group={blood_group} /> : null) },
  ];
}

/** The columns of the living. */
export function patientColumns({ t, search, mayManage, editTo, onDelete }: ColumnParts): Column<Patient>[] {
  return [
    {
      key: "name",
      header: t("patients.name"),
      kind: "title",
      sort: "name",
      cell: ({ id, name }) => (
        <Link id={nameId(id)} className="name" to={`/patients/${id}`}>
          <MatchedText search={search}>{name}</MatchedText>
        </Link>
      ),
    },
    ...details(t, search),
    { key: "next", header: t("patients.next_visit"), wrap: true, cell: ({ next_appointment }) => <NextVisit visit={next_appointment} /> },
    {
      key: "acts",
      header: t("patients.actions"),
      hideHeader: true,
      kind: "acts",
      cell: (patient) => <RowActions patient={patient} editTo={editTo(patient)} mayManage={mayManage} onDelete={() => onDelete(patient)} />,
    },
  ];
}

type ArchivedParts = { t: TFunction; format: Formats; search: string; restoring: number | null; onRestore: (patient: Patient) => void };

/** The columns of the deleted: they can be brought back, and nothing else. */
export function archivedColumns({ t, format, search, restoring, onRestore }: ArchivedParts): Column<Patient>[] {
  return [
    { key: "name", header: t("patients.name"), kind: "title", sort: "name", cell: ({ name }) => <span className="name"><MatchedText search={search}>{name}</MatchedText></span> },
    ...details(t, search),
    {
      key: "archived",
      header: t("patients.deleted_on"),
      cell: ({ archived_at }) => archived_at && <time dateTime={archived_at}>{format.date(format.dayOf(archived_at))} {format.time(archived_at)}</time>,
    },
    {
      key: "acts",
      header: t("patients.actions"),
      hideHeader: true,
      kind: "acts",
      cell: (patient) => <RestoreAction patient={patient} busy={restoring === patient.id} onRestore={() => onRestore(patient)} />,
    },
  ];
}
