import { Ellipsis, FilePlus2, History, Pencil, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { Icon } from "@/components/icon";
import { IconButton, IconLink } from "@/components/icon-button";
import { Menu } from "@/components/menu";
import { PersonName } from "@/components/person-name";
import { Table, type Column } from "@/components/table";
import { useRecordAddress } from "@/features/records/address";
import type { MedicalRecord } from "@/lib/api";
import { useFormats } from "@/lib/format";
import { useUser } from "@/lib/session";
import { mayAmend } from "./may-amend";

type RecordsTableProps = {
  records: MedicalRecord[];
  sort: "record_date" | "-record_date";
  onSort: (sort: string) => void;
  onCurrent: (record: MedicalRecord | null) => void;
  onDelete: (record: MedicalRecord) => void;
};

export function RecordsTable({ records, sort, onSort, onCurrent, onDelete }: RecordsTableProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { to } = useRecordAddress();

  const columns: Column<MedicalRecord>[] = [
    {
      key: "diagnosis",
      header: t("records.diagnosis"),
      kind: "title",
      cell: (record) => <Link className="name clamp" to={to({ record: record.id })}><bdi>{record.diagnosis}</bdi></Link>,
    },
    {
      key: "prescription",
      header: t("records.prescription"),
      wrap: true,
      cell: ({ prescription }) => prescription && <Prescription>{prescription}</Prescription>,
    },
    {
      key: "patient",
      header: t("records.patient"),
      wrap: true,
      cell: ({ patient_id, patient_name }) => <Link className="patient" to={`/patients/${patient_id}`}><PersonName>{patient_name}</PersonName></Link>,
    },
    { key: "doctor", header: t("records.doctor"), wrap: true, cell: ({ doctor_name }) => <PersonName>{doctor_name}</PersonName> },
    {
      key: "date",
      header: t("records.date"),
      sort: "record_date",
      cell: ({ record_date, is_amended }) => (
        <>
          <time className="tab" dateTime={record_date}>{format.date(record_date)}</time>
          {is_amended && <span className="meta amended"><Icon of={History} small />{t("records.amended")}</span>}
        </>
      ),
    },
    { key: "acts", header: t("records.actions"), hideHeader: true, kind: "acts", cell: (record) => <RowActions record={record} onDelete={onDelete} /> },
  ];

  return (
    <Table
      label={sort === "record_date" ? t("records.list_oldest") : t("records.list")}
      columns={columns}
      rows={records}
      getKey={({ id }) => id}
      sort={sort}
      onSort={onSort}
      onCurrent={onCurrent}
    />
  );
}

/** Two lines of it, each a line of its own, so that two medicines never run into one; or the first, and how many more. */
function Prescription({ children }: { children: string }) {
  const { t } = useTranslation();
  const lines = children.split("\n").filter((line) => line.trim());
  const [first, second] = lines;
  if (second === undefined) return <span className="clamp"><bdi>{first}</bdi></span>;
  return (
    <>
      <span className="clamp one"><bdi>{first}</bdi></span>
      {lines.length === 2 ? (
        <span className="clamp one"><bdi>{second}</bdi></span>
      ) : (
        <span className="meta">{t("records.more_lines", { count: lines.length - 1 })}</span>
      )}
    </>
  );
}

function RowActions({ record, onDelete }: { record: MedicalRecord; onDelete: (record: MedicalRecord) => void }) {
  const { t } = useTranslation();
  const user = useUser();
  const navigate = useNavigate();
  const { to } = useRecordAddress();
  const isMine = mayAmend(user, record);
  const { diagnosis } = record;
  return (
    <span className="acts">
      {isMine && <IconLink icon={Pencil} label={t("records.amend_this", { diagnosis })} to={to({ amend: record.id })} />}
      <Menu
        trigger={<IconButton icon={Ellipsis} label={t("records.more_of", { diagnosis })} />}
        items={[
          { key: "new", label: t("records.new_same_patient"), icon: FilePlus2, onSelect: () => void navigate(to({ new: record.patient_id })) },
          ...(isMine ? [{ key: "delete", label: t("records.delete_record"), icon: Trash2, danger: true, onSelect: () => onDelete(record) }] : []),
        ]}
      />
    </span>
  );
}
