import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { Page } from "@/components/page";
import { Refreshing } from "@/components/refreshing";
import { Sheet } from "@/components/sheet";
import { Skeleton } from "@/components/skeleton";
import { DoctorTable } from "@/features/doctors/components/doctor-table";
import { PANELS } from "@/features/doctors/panels";
import type { Doctor } from "@/lib/api";
import { useDoctors } from "@/lib/doctors";
import { withQuery } from "@/lib/search-params";
import { useShortcuts } from "@/lib/shortcuts";

// the forms are fetched when somebody opens one
const DoctorPanels = lazy(async () => ({ default: (await import("@/features/doctors/components/doctor-panels")).DoctorPanels }));

/** Who works here, and who was only ever named: two lists, and the ways from one to the other. */
export default function DoctorsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const query = useDoctors();
  const [current, setCurrent] = useState<Doctor | null>(null);
  const doctors = query.data ?? [];

  const panelTo = (panel: Partial<Record<(typeof PANELS)[number], string | number>> = {}) =>
    withQuery(params, { ...Object.fromEntries(PANELS.map((name) => [name, null])), ...panel });
  const add = () => void navigate(panelTo({ panel: "new" }));
  const edit = ({ id }: Doctor) => void navigate(panelTo({ edit: id }));
  const merge = ({ id }: Doctor) => void navigate(panelTo({ merge: id }));
  const rows = { editTo: ({ id }: Doctor) => panelTo({ edit: id }), onEdit: edit, onMerge: merge, onCurrent: setCurrent };
  const panel = panelIn(params);

  useShortcuts([
    { key: "n", label: t("doctors.keys.add"), run: add },
    { key: "e", label: t("doctors.keys.edit"), run: () => current && edit(current), disabled: !current },
  ]);

  return (
    <Page
      title={t("doctors.title")}
      meta={<Refreshing active={query.isFetching && query.data !== undefined} />}
      actions={<Button variant="primary" icon={Plus} kbd="N" onClick={add}>{t("doctors.add")}</Button>}
    >
      {query.data ? (
        <div className="stack loose">
          <Known doctors={doctors.filter(({ is_visiting }) => !is_visiting)} rows={rows} onAdd={add} />
          <Visiting doctors={doctors.filter(({ is_visiting }) => is_visiting)} rows={rows} />
        </div>
      ) : (
        <div className="sheet">
          {query.isError ? (
            <ErrorState title={t("doctors.failed")} error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />
          ) : (
            <Skeleton label={t("doctors.loading_list")} />
          )}
        </div>
      )}
      <Suspense>
        {panel && query.data && <DoctorPanels panel={panel} doctors={doctors} onClose={() => void navigate(panelTo(), { replace: true })} />}
      </Suspense>
    </Page>
  );
}

type Rows = Omit<Parameters<typeof DoctorTable>[0], "label" | "doctors" | "isVisiting">;

function Known({ doctors, rows, onAdd }: { doctors: Doctor[]; rows: Rows; onAdd: () => void }) {
  const { t } = useTranslation();
  return (
    <Sheet title={t("doctors.known")} className="list doctors-list">
      {doctors.length ? (
        <DoctorTable label={t("doctors.known")} doctors={doctors} {...rows} />
      ) : (
        <EmptyState art title={t("doctors.nobody")} actions={<Button icon={Plus} onClick={onAdd}>{t("doctors.add")}</Button>}>
          {t("doctors.nobody_text")}
        </EmptyState>
      )}
    </Sheet>
  );
}

function Visiting({ doctors, rows }: { doctors: Doctor[]; rows: Rows }) {
  const { t } = useTranslation();
  return (
    <Sheet title={t("doctors.visiting")} className="list doctors-list">
      <p className="meta explains">{t(doctors.length ? "doctors.visiting_text" : "doctors.visiting_none")}</p>
      {doctors.length > 0 && <DoctorTable label={t("doctors.visiting")} doctors={doctors} isVisiting {...rows} />}
    </Sheet>
  );
}

function panelIn(params: URLSearchParams): { kind: "add" } | { kind: "edit" | "merge"; id: number } | null {
  if (params.get("panel") === "new") return { kind: "add" };
  for (const kind of ["edit", "merge"] as const) {
    const id = Number(params.get(kind));
    if (Number.isSafeInteger(id) && id > 0) return { kind, id };
  }
  return null;
}
