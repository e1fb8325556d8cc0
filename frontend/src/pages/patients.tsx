import { Download, Ellipsis, Plus, Upload } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { Button, ButtonLink } from "@/components/button";
import { IconButton } from "@/components/icon-button";
import { Menu } from "@/components/menu";
import { Page } from "@/components/page";
import { Refreshing } from "@/components/refreshing";
import { useExportPatients } from "@/features/patients/api/export-patients";
import { DeletePatient } from "@/features/patients/components/delete-patient";
import { nameId } from "@/features/patients/components/patient-columns";
import { PatientFinder } from "@/features/patients/components/patient-finder";
import { PatientList } from "@/features/patients/components/patient-list";
import { prefillFrom } from "@/features/patients/prefill";
import { usePatientList } from "@/features/patients/use-patient-list";
import type { Patient } from "@/lib/api";
import { errorText } from "@/lib/api-error";
import { useFormats } from "@/lib/format";
import { useUser } from "@/lib/session";
import { useShortcuts } from "@/lib/shortcuts";
import { showToast } from "@/lib/toasts";

// the forms are fetched while the first rows are read
const PatientPanels = lazy(async () => ({ default: (await import("@/features/patients/components/patient-panels")).PatientPanels }));

export default function PatientsPage() {
  const { t } = useTranslation();
  const format = useFormats();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const list = usePatientList();
  const mayManage = useUser().role !== "doctor";
  const search = useRef<HTMLInputElement>(null);
  const [current, setCurrent] = useState<Patient | null>(null);
  const [deleting, setDeleting] = useState<Patient | null>(null);
  const rows = list.query.data?.data ?? [];

  const add = () => void navigate(list.withPanel({ panel: "new" }));
  const edit = ({ id }: Patient) => void navigate(list.withPanel({ edit: id }));
  const focusOn = (patient: Patient | undefined) => patient && document.getElementById(nameId(patient.id))?.focus();

  const forgetDeleted = (patient: Patient) => {
    const at = rows.findIndex(({ id }) => id === patient.id);
    setDeleting(null);
    // after the dialog has given the focus back to a row that is about to go
    requestAnimationFrame(() => focusOn(rows[at + 1] ?? rows[at - 1]));
  };

  useShortcuts([
    { key: "/", label: t("patients.keys.search"), run: () => search.current?.focus() },
    { key: "n", label: t("patients.keys.add"), run: add, disabled: !mayManage },
    { key: "e", label: t("patients.keys.edit"), run: () => current && edit(current), disabled: !mayManage || !current || list.archived },
    { key: "b", label: t("patients.keys.book"), run: () => current && void navigate(`/appointments?book=${current.id}`), disabled: !current || list.archived },
  ]);

  return (
    <Page
      title={t("patients.title")}
      meta={
        <span className="row wrap">
          {list.query.data?.count ? <Count list={list} text={format.number(list.query.data.count)} /> : null}
          <Refreshing active={list.query.isFetching && list.query.data !== undefined} />
        </span>
      }
      actions={mayManage && <PageActions onAdd={add} />}
    >
      <PatientFinder list={list} input={search} onEnter={() => focusOn(rows[0])} />
      <PatientList list={list} onCurrent={setCurrent} onDelete={setDeleting} onAdd={add} />
      <Suspense>
        <PatientPanels params={params} prefill={prefillFrom(list.text, format.locale)} closed={list.withPanel()} />
      </Suspense>
      {deleting && <DeletePatient patient={deleting} onKeep={() => setDeleting(null)} onDeleted={() => forgetDeleted(deleting)} />}
    </Page>
  );
}

function Count({ list, text }: { list: ReturnType<typeof usePatientList>; text: string }) {
  const { t } = useTranslation();
  const { count = 0, count_is_minimum: isMinimum } = list.query.data ?? {};
  const key = list.q ? "patients.matching" : list.archived ? "patients.deleted_count" : "patients.registered";
  return <>{isMinimum ? t("patients.more_than", { total: text }) : t(key, { count, total: text })}</>;
}

function PageActions({ onAdd }: { onAdd: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const download = useExportPatients();
  const save = () => download.mutate(undefined, { onError: failed });
  const failed = (error: unknown) => showToast({ tone: "bad", title: t("patients.not_exported"), detail: errorText(error, t) });
  return (
    <>
      <ButtonLink variant="quiet" className="max-tablet:hidden" icon={Upload} to="/patients/import">{t("patients.import")}</ButtonLink>
      <Button variant="quiet" className="max-tablet:hidden" icon={Download} busy={download.isPending} onClick={save}>{t("patients.export")}</Button>
      <Button variant="primary" icon={Plus} kbd="N" onClick={onAdd}>{t("patients.add")}</Button>
      <Menu
        trigger={<IconButton className="tablet:hidden" icon={Ellipsis} label={t("patients.more")} />}
        items={[
          { key: "import", label: t("imports.title"), icon: Upload, onSelect: () => void navigate("/patients/import") },
          { key: "export", label: t("patients.export"), icon: Download, onSelect: save },
        ]}
      />
    </>
  );
}
