import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { ErrorState } from "@/components/error-state";
import { Note } from "@/components/note";
import { Pager } from "@/components/pager";
import { Skeleton } from "@/components/skeleton";
import { Table } from "@/components/table";
import { useRestorePatient } from "@/features/patients/api/restore-patient";
import { restoreRefusal } from "@/features/patients/restore-refusal";
import type { PatientList as List } from "@/features/patients/use-patient-list";
import type { Patient } from "@/lib/api";
import { errorText } from "@/lib/api-error";
import { useFormats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import { useUser } from "@/lib/session";
import { showToast } from "@/lib/toasts";
import { archivedColumns, patientColumns } from "./patient-columns";
import { NoPatients } from "./no-patients";

type PatientListProps = {
  list: List;
  onCurrent: (patient: Patient | null) => void;
  onDelete: (patient: Patient) => void;
  onAdd: () => void;
};

/** The rows in each of their states: on their way, there, none, or refused. */
export function PatientList({ list, onCurrent, onDelete, onAdd }: PatientListProps) {
  const { t } = useTranslation();
  const { query, trail } = list;
  const page = query.data;
  if (query.error && !page) {
    return <div className="sheet"><ErrorState title={t("patients.failed")} error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} /></div>;
  }
  if (!page) return <div className="sheet list"><Skeleton rows={10} label={t("patients.loading")} /></div>;
  if (page.data.length === 0 && !trail.after) return <NoPatients list={list} onAdd={onAdd} />;
  return (
    <section className="sheet list patient-list" aria-busy={query.isPlaceholderData || undefined}>
      {query.isRefetchError && <NotFresh query={query} />}
      <Rows list={list} rows={page.data} onCurrent={onCurrent} onDelete={onDelete} />
      <Pager
        from={trail.skipped + Math.min(1, page.data.length)}
        to={trail.skipped + page.data.length}
        total={page.count}
        isMinimum={page.count_is_minimum}
        onPrevious={trail.previous}
        onNext={page.next ? () => trail.next(page.data.at(-1)?.id ?? 0) : undefined}
      />
    </section>
  );
}

/** The rows are those of a while ago: better than none, but they must not pass for today's. */
function NotFresh({ query }: { query: List["query"] }) {
  const { t } = useTranslation();
  return (
    <Note live tone="warn" className="m-3" title={t("patients.not_fresh")} actions={<Button small busy={query.isFetching} onClick={() => void query.refetch()}>{t("state.try_again")}</Button>}>
      {errorText(query.error, t)}
    </Note>
  );
}

type RowsProps = Pick<PatientListProps, "list" | "onCurrent" | "onDelete"> & { rows: Patient[] };

function Rows({ list, rows, onCurrent, onDelete }: RowsProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const { role } = useUser();
  const restore = useRestorePatient();
  const [restoring, setRestoring] = useState<number | null>(null);

  const bringBack = async (patient: Patient) => {
    setRestoring(patient.id);
    try {
      await restore.mutateAsync(patient.id);
      showToast({ title: t("patients.restored"), detail: isolated(patient.name) });
    } catch (error) {
      showToast({ tone: "bad", title: t("patients.not_restored"), detail: restoreRefusal(error, t) });
    } finally {
      setRestoring(null);
    }
  };

  const columns = list.archived
    ? archivedColumns({ t, format, search: list.q, restoring, onRestore: (patient) => void bringBack(patient) })
    : patientColumns({ t, search: list.q, mayManage: role !== "doctor", editTo: ({ id }) => list.withPanel({ edit: id }), onDelete });

  return (
    <Table
      label={list.archived ? t("patients.table_deleted") : t("patients.table")}
      columns={columns}
      rows={rows}
      getKey={({ id }) => id}
      sort={list.sort}
      onSort={list.setSort}
      onCurrent={onCurrent}
    />
  );
}
