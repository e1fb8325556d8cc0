import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSearchParams, type To } from "react-router";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Pager } from "@/components/pager";
import { Sheet } from "@/components/sheet";
import { Tabs } from "@/components/tabs";
import { useVisits } from "@/features/patients/api/list-visits";
import { VisitList } from "@/features/patients/components/visit-list";
import { onlyPanel } from "@/features/patients/panel-address";
import { usePatientRecords } from "@/features/records/api/list-patient-records";
import { RecordList } from "@/features/records/components/record-list";
import { useFormats } from "@/lib/format";
import { withQuery } from "@/lib/search-params";
import { mayReadRecords, useUser } from "@/lib/session";
import { useTrail } from "@/lib/trail";

const LATEST = 5;
const LATEST_RECORDS = 3;
const LIMIT = 20;
type View = "overview" | "visits" | "records";

type ViewsProps = { patientId: number; maySeeCharts: boolean; records?: number | undefined };

/** What happened and what was written: the latest of both side by side, or all of one. */
export function PatientViews({ patientId }: { patientId: number }) {
  const maySeeCharts = mayReadRecords(useUser());
  return maySeeCharts ? <ViewsWithChart patientId={patientId} /> : <Views patientId={patientId} maySeeCharts={false} />;
}

function ViewsWithChart({ patientId }: { patientId: number }) {
  const { data } = usePatientRecords(patientId);
  return <Views patientId={patientId} maySeeCharts records={data?.pages[0]?.count} />;
}

function Views({ patientId, maySeeCharts, records }: ViewsProps) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const asked = params.get("tab");
  const view: View = asked === "visits" || (asked === "records" && maySeeCharts) ? asked : "overview";
  const trail = useTrail(LIMIT);
  const visits = useVisits(patientId, view === "visits" ? { limit: LIMIT, after: trail.after } : { limit: LATEST });
  const viewTo = (to: View) => withQuery(params, { tab: to === "overview" ? null : to, pages: null });

  return (
    <>
      <Tabs
        label={t("patients.views")}
        current={view}
        tabs={[
          { key: "overview", label: t("patients.overview"), to: viewTo("overview") },
          { key: "visits", label: t("patients.visits"), to: viewTo("visits"), count: visits.data?.count },
          ...(maySeeCharts ? [{ key: "records", label: t("patients.records"), to: viewTo("records"), count: records }] : []),
        ]}
      />
      {view === "overview" && (
        <div className="halves">
          <VisitSheet patientId={patientId} visits={visits} allTo={viewTo("visits")} />
          {maySeeCharts ? <RecordSheet patientId={patientId} allTo={viewTo("records")} count={records} /> : <ChartsClosed />}
        </div>
      )}
      {view === "visits" && <VisitSheet patientId={patientId} visits={visits} trail={trail} />}
      {view === "records" && <RecordSheet patientId={patientId} />}
    </>
  );
}

type VisitSheetProps = {
  patientId: number;
  visits: ReturnType<typeof useVisits>;
  /** the latest few, with the way to all of them */
  allTo?: To;
  /** all of them, in pages */
  trail?: ReturnType<typeof useTrail>;
};

function VisitSheet({ patientId, visits, allTo, trail }: VisitSheetProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const [params] = useSearchParams();
  const isDoctor = useUser().role === "doctor";
  const panelTo = (panel: Parameters<typeof onlyPanel>[0]) => withQuery(params, onlyPanel(panel));
  const page = visits.data;
  const hasMore = page !== undefined && page.count > page.data.length;
  return (
    <Sheet
      title={t(isDoctor ? "patients.your_visits" : "patients.visits")}
      actions={allTo && hasMore && <ButtonLink small variant="quiet" to={allTo}>{t("patients.all_count", { total: format.number(page.count) })}</ButtonLink>}
    >
      <VisitList query={visits} bookTo={panelTo({ book: patientId })} visitTo={({ id }) => panelTo({ visit: id })} />
      {trail && page && page.count > 0 && (
        <Pager
          from={trail.skipped + 1}
          to={trail.skipped + page.data.length}
          total={page.count}
          isMinimum={page.count_is_minimum}
          onPrevious={trail.previous}
          onNext={page.next ? () => trail.next(page.data.at(-1)?.id ?? 0) : undefined}
        />
      )}
    </Sheet>
  );
}

type RecordSheetProps = { patientId: number; allTo?: To; count?: number | undefined };

function RecordSheet({ patientId, allTo, count = 0 }: RecordSheetProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const [params] = useSearchParams();
  const { error } = usePatientRecords(patientId);
  return (
    <Sheet
      title={t("patients.medical_records")}
      actions={
        !error && (
          <>
            {allTo && count > LATEST_RECORDS && <ButtonLink small variant="quiet" to={allTo}>{t("patients.all_count", { total: format.number(count) })}</ButtonLink>}
            <ButtonLink small variant="quiet" icon={Plus} to={withQuery(params, onlyPanel({ new: patientId }))}>{t("patients.new_record")}</ButtonLink>
          </>
        )
      }
    >
      <RecordList patientId={patientId} {...(allTo && { most: LATEST_RECORDS })} />
    </Sheet>
  );
}

function ChartsClosed() {
  const { t } = useTranslation();
  return (
    <Sheet title={t("patients.medical_records")}>
      <EmptyState title={t("patients.charts_closed")}>{t("patients.charts_closed_staff")}</EmptyState>
    </Sheet>
  );
}
