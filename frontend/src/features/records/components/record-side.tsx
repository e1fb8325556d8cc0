import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { ErrorState } from "@/components/error-state";
import { Panel } from "@/components/panel";
import { Skeleton } from "@/components/skeleton";
import { useRecordAddress } from "@/features/records/address";
import { usePatient } from "@/features/records/api/show-patient";
import type { ChosenPatient } from "@/features/records/record-form";
import { AmendPanel } from "./amend-panel";
import { ReadingPanel } from "./reading-panel";
import { RecordPanel } from "./record-panel";
import { useRecordDeletion } from "./use-record-deletion";

/** What stands beside a page with records, as its address says: reading (?record), amending (?amend) or writing one
    (?panel=new, ?new=<patient>). On a patient's page the patient is given. */
export function RecordSide({ patient }: { patient?: ChosenPatient }) {
  const { opened, to, open } = useRecordAddress();
  const location = useLocation();
  const deletion = useRecordDeletion(() => open({}, { replace: true }));
  const close = () => open({}, { replace: true });

  const { record, amend } = opened;
  // from the reading view one comes back to it; from the list, to the list
  const cameFromReading = (location.state as { from?: string } | null)?.from === "reading";

  return (
    <>
      {record !== undefined && (
        <ReadingPanel
          key={record}
          id={record}
          isPatientKnown={patient !== undefined}
          amendTo={to({ amend: record })}
          onAmend={() => open({ amend: record }, { state: { from: "reading" } })}
          onDelete={deletion.ask}
          onClose={close}
        />
      )}
      {amend !== undefined && (
        <AmendPanel
          key={amend}
          id={amend}
          onClose={() => open(cameFromReading ? { record: amend } : {}, { replace: true })}
          onSaved={() => open({ record: amend }, { replace: true })}
        />
      )}
      {opened.new !== undefined && <NewRecordSide key={opened.new} patient={patient} asked={opened.new} onClose={close} />}
      {deletion.dialog}
    </>
  );
}

type NewRecordSideProps = { patient: ChosenPatient | undefined; asked: "anyone" | number; onClose: () => void };

function NewRecordSide({ patient, asked, onClose }: NewRecordSideProps) {
  const { t } = useTranslation();
  const { data, error, refetch, isFetching } = usePatient(patient || asked === "anyone" ? undefined : asked);
  const known = patient ?? data;
  if (asked === "anyone" && !patient) return <RecordPanel onClose={onClose} onSaved={onClose} />;
  if (known) return <RecordPanel patient={known} onClose={onClose} onSaved={onClose} />;
  return (
    <Panel title={t("records.new_title")} onClose={onClose}>
      {error ? (
        <ErrorState title={t("records.patient_failed")} error={error} retrying={isFetching} onRetry={() => void refetch()} />
      ) : (
        <Skeleton rows={5} />
      )}
    </Panel>
  );
}
