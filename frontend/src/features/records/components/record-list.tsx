import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Button, ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { PersonName } from "@/components/person-name";
import { Skeleton } from "@/components/skeleton";
import { useRecordAddress } from "@/features/records/address";
import { usePatientRecords } from "@/features/records/api/list-patient-records";
import type { MedicalRecord } from "@/lib/api";
import { useFormats } from "@/lib/format";
import { RecordRefusal } from "./record-refusal";

type RecordListProps = {
  patientId: number;
  /** the overview of a patient shows the latest few; without it older ones can be fetched */
  most?: number;
};

/** A patient's records, the newest first, as they are read in passing. Reading, amending and writing happen in RecordSide. */
export function RecordList({ patientId, most }: RecordListProps) {
  const { t } = useTranslation();
  const { to } = useRecordAddress();
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage } = usePatientRecords(patientId);

  if (error) return <RecordRefusal error={error} title={t("records.failed")} onRetry={() => void refetch()} retrying={isFetching} />;
  if (!data) return <Skeleton rows={3} label={t("records.loading")} />;

  const records = data.pages.flatMap((page) => page.data);
  if (records.length === 0) {
    return (
      <EmptyState title={t("records.patient_empty_title")} actions={<ButtonLink icon={Plus} to={to({ new: patientId })}>{t("records.new")}</ButtonLink>}>
        {t("records.patient_empty_text")}
      </EmptyState>
    );
  }
  return (
    <>
      <ol className="items">
        {records.slice(0, most).map((record) => (
          <ListedRecord key={record.id} record={record} />
        ))}
      </ol>
      {most === undefined && hasNextPage && (
        <div className="listfoot">
          <Button small busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t("records.older")}</Button>
        </div>
      )}
    </>
  );
}

function ListedRecord({ record }: { record: MedicalRecord }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { to } = useRecordAddress();
  return (
    <li className="listed-record">
      <div className="row">
        <h3><Link className="name" to={to({ record: record.id })}><bdi>{record.diagnosis}</bdi></Link></h3>
        <time className="meta push" dateTime={record.record_date}>{format.date(record.record_date)}</time>
      </div>
      {record.prescription && <p className="rx"><bdi>{record.prescription}</bdi></p>}
      {record.notes && <p><bdi>{record.notes}</bdi></p>}
      <p className="meta row wrap">
        <PersonName>{record.doctor_name}</PersonName>
        {record.is_amended && <Link to={to({ record: record.id })}>{t("records.amended")}</Link>}
      </p>
    </li>
  );
}
