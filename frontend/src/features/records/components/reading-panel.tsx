import { Pencil, Trash2 } from "lucide-react";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, type To } from "react-router";
import { Button, ButtonLink } from "@/components/button";
import { Panel } from "@/components/panel";
import { PersonName } from "@/components/person-name";
import { Skeleton } from "@/components/skeleton";
import { useRecord } from "@/features/records/api/show-record";
import type { MedicalRecord } from "@/lib/api";
import { ApiError } from "@/lib/api-error";
import { useFormats } from "@/lib/format";
import { useUser } from "@/lib/session";
import { PatientBorn } from "./born";
import { mayAmend } from "./may-amend";
import { Named } from "./named";
import { RecordHistory } from "./record-history";
import { RecordRefusal } from "./record-refusal";
import { RecordText } from "./record-text";
import { useMoment } from "./use-moment";

type ReadingPanelProps = {
  id: number;
  /** the page is about this patient already: the name is then no link */
  isPatientKnown?: boolean;
  amendTo: To;
  onAmend: () => void;
  onDelete: (record: MedicalRecord) => void;
  onClose: () => void;
};

/** More than three lines of a large title: a sentence, which is read in a smaller one. */
const LONG = 80;

/** One record to read: what it says now, who wrote it, and everything it said before. */
export function ReadingPanel({ id, isPatientKnown, amendTo, onAmend, onDelete, onClose }: ReadingPanelProps) {
  const { t } = useTranslation();
  const user = useUser();
  const { data: record, error, refetch, isFetching } = useRecord(id);
  // deleted or closed while it was open: what is in memory is shown no longer
  const isClosed = error instanceof ApiError && (error.status === 404 || error.status === 403);
  const isMine = !isClosed && record !== undefined && mayAmend(user, record);

  // the panel keeps the keys pressed in it, so the screen's own "e" does not hear them
  const press = (event: KeyboardEvent) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key.toLowerCase() === "e" && isPlain && isMine) onAmend();
  };

  const footer = record && !isClosed && (isMine ? (
    <>
      <Button variant="quiet" icon={Trash2} onClick={() => onDelete(record)}>{t("records.delete")}</Button>
      <ButtonLink className="push" variant="primary" icon={Pencil} kbd="E" to={amendTo} state={{ from: "reading" }}>{t("records.amend")}</ButtonLink>
    </>
  ) : (
    <p className="meta">{t("records.amend_others")}</p>
  ));

  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- hears the keys of the panel, which is a dialog
    <div className="contents" onKeyDown={press}>
      <Panel title={t("records.record")} onClose={onClose} footer={footer}>
        {record && !isClosed ? (
          <Reading key={record.id} record={record} isPatientKnown={isPatientKnown} />
        ) : error ? (
          <RecordRefusal error={error} onRetry={() => void refetch()} retrying={isFetching} />
        ) : (
          <Skeleton rows={5} label={t("records.loading")} />
        )}
      </Panel>
    </div>
  );
}

function Reading({ record, isPatientKnown }: { record: MedicalRecord; isPatientKnown: boolean | undefined }) {
  const format = useFormats();
  const moment = useMoment();
  const heading = useRef<HTMLHeadingElement>(null);
  // what was opened is what is read out, not the first link in it
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  return (
    <article className="reading">
      <div className="stack tight">
        <h3 ref={heading} tabIndex={-1} className={record.diagnosis.length > LONG ? "long" : undefined}><bdi>{record.diagnosis}</bdi></h3>
        <p className="row wrap">
          {isPatientKnown ? (
            <strong><PersonName>{record.patient_name}</PersonName></strong>
          ) : (
            <Link to={`/patients/${record.patient_id}`}><PersonName>{record.patient_name}</PersonName></Link>
          )}
          <PatientBorn patientId={record.patient_id} />
        </p>
        <p className="meta">
          <PersonName>{record.doctor_name}</PersonName> · <time dateTime={record.record_date}>{format.dayShortYear(record.record_date)}</time>
        </p>
      </div>
      <RecordText text={record} />
      <p className="meta">
        <Named text="records.written_by" name={record.author_name} when={moment(record.created_at)} />
      </p>
      <RecordHistory id={record.id} />
    </article>
  );
}
