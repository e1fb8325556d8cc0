import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { Page } from "@/components/page";
import { Pager } from "@/components/pager";
import { Refreshing } from "@/components/refreshing";
import { Skeleton } from "@/components/skeleton";
import { useRecordAddress } from "@/features/records/address";
import { PAGE, useRecords } from "@/features/records/api/list-records";
import { filtersOn, useFilter, type Filter } from "@/features/records/filter";
import type { MedicalRecord } from "@/lib/api";
import { useFormats } from "@/lib/format";
import { useUser } from "@/lib/session";
import { useShortcuts } from "@/lib/shortcuts";
import { useTrail } from "@/lib/trail";
import { mayAmend } from "./may-amend";
import { RecordFilters } from "./record-filters";
import { RecordSide } from "./record-side";
import { RecordsTable } from "./records-table";
import { useRecordDeletion } from "./use-record-deletion";

/** The latest records of all patients one may read. */
export function RecordsScreen() {
  const { t } = useTranslation();
  const format = useFormats();
  const { filter, change, clear } = useFilter();
  const { to } = useRecordAddress();
  const trail = useTrail(PAGE);
  const deletion = useRecordDeletion();
  const [current, setCurrent] = useState<MedicalRecord | null>(null);
  const filters = useRef<HTMLDivElement>(null);
  useKeys(current, filters);

  const { patient: patient_id, doctor: doctor_id, from, to: until, sort } = filter;
  const { data: page, error, refetch, isFetching, isPlaceholderData } = useRecords({ patient_id, doctor_id, from, to: until, sort, after: trail.after });
  const values = page && { count: page.count, total: format.number(page.count) };

  return (
    <Page
      title={t("records.title")}
      meta={
        <>
          {values && (page.count_is_minimum ? t("records.total_minimum", values) : t("records.total", values))}
          <Refreshing active={isFetching && page !== undefined} />
        </>
      }
      actions={<ButtonLink variant="primary" icon={Plus} kbd="N" to={to({ new: "anyone" })}>{t("records.new")}</ButtonLink>}
    >
      <div ref={filters}>
        <RecordFilters filter={filter} onChange={change} onClear={clear} />
      </div>
      <section className="sheet list records" aria-busy={isPlaceholderData || undefined}>
        {page?.data.length ? (
          <>
            <RecordsTable records={page.data} sort={sort} onSort={(next) => change({ sort: next === "record_date" ? next : "-record_date" })} onCurrent={setCurrent} onDelete={deletion.ask} />
            <Pager
              from={trail.skipped + 1}
              to={trail.skipped + page.data.length}
              total={page.count}
              isMinimum={page.count_is_minimum}
              onPrevious={trail.previous}
              onNext={page.next ? () => trail.next(page.data.at(-1)?.id ?? 0) : undefined}
            />
          </>
        ) : page ? (
          <NoRecords filter={filter} onClear={clear} />
        ) : error ? (
          <ErrorState title={t("records.failed")} error={error} retrying={isFetching} onRetry={() => void refetch()} />
        ) : (
          <Skeleton rows={10} label={t("records.loading")} />
        )}
      </section>
      <RecordSide />
      {deletion.dialog}
    </Page>
  );
}

/** The keys of the screen: they are about the row that has the focus, or the record that is open. */
function useKeys(current: MedicalRecord | null, filters: React.RefObject<HTMLElement | null>) {
  const { t } = useTranslation();
  const user = useUser();
  const { opened, open } = useRecordAddress();
  const amendable = current ? (mayAmend(user, current) ? current.id : undefined) : opened.record;
  useShortcuts([
    { key: "n", label: t("records.keys.new"), run: () => open({ new: "anyone" }) },
    { key: "r", label: t("records.keys.for_patient"), run: () => current && open({ new: current.patient_id }), disabled: !current },
    { key: "e", label: t("records.keys.amend"), run: () => amendable !== undefined && open({ amend: amendable }), disabled: amendable === undefined },
    { key: "/", label: t("records.keys.filter"), run: () => filters.current?.querySelector("input")?.focus() },
  ]);
}

function NoRecords({ filter, onClear }: { filter: Filter; onClear: () => void }) {
  const { t } = useTranslation();
  const user = useUser();
  const { to } = useRecordAddress();
  const on = filtersOn(filter);
  if (on === 1 && filter.patient !== undefined) {
    return (
      <EmptyState title={t("records.patient_empty_title")} actions={<ButtonLink icon={Plus} to={to({ new: filter.patient })}>{t("records.new")}</ButtonLink>}>
        {t("records.patient_empty_text")}
      </EmptyState>
    );
  }
  if (on > 0) {
    return (
      <EmptyState title={t("records.none_title")} actions={<Button onClick={onClear}>{t("records.clear")}</Button>}>
        {t("records.none_text")}
      </EmptyState>
    );
  }
  return (
    <EmptyState art title={t("records.empty_title")} actions={<ButtonLink icon={Plus} to={to({ new: "anyone" })}>{t("records.new")}</ButtonLink>}>
      {user.role === "doctor" ? t("records.empty_own_text") : t("records.empty_text")}
    </EmptyState>
  );
}
