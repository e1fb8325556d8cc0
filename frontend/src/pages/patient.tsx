import { CalendarPlus, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { Button } from "@/components/button";
import { ErrorState } from "@/components/error-state";
import { IconButton } from "@/components/icon-button";
import { Menu } from "@/components/menu";
import { Page } from "@/components/page";
import { PersonName } from "@/components/person-name";
import { Skeleton } from "@/components/skeleton";
import { usePatient } from "@/features/patients/api/show-patient";
import { DeletePatient } from "@/features/patients/components/delete-patient";
import { PatientFacts } from "@/features/patients/components/patient-facts";
import { PatientGone } from "@/features/patients/components/patient-gone";
import { onlyPanel } from "@/features/patients/panel-address";
import { usePatientRecords } from "@/features/records/api/list-patient-records";
import type { PatientDetail } from "@/lib/api";
import { ApiError } from "@/lib/api-error";
import { withQuery } from "@/lib/search-params";
import { mayReadRecords, useUser } from "@/lib/session";
import { useShortcuts } from "@/lib/shortcuts";
import { PatientViews } from "./patient-views";

// forms are fetched when somebody opens one
const PatientSide = lazy(async () => ({ default: (await import("./patient-side")).PatientSide }));

export default function PatientPage() {
  const { t } = useTranslation();
  const id = Number(useParams().id);
  const isId = Number.isSafeInteger(id) && id > 0;
  const query = usePatient(isId ? id : 0);

  if (!isId || (query.error instanceof ApiError && query.error.status === 404)) return <PatientGone />;
  if (query.data) return <Known key={id} patient={query.data} />;
  return (
    <Page title={t("patients.one_title")}>
      {query.error ? (
        <div className="sheet">
          <ErrorState title={t("patients.one_failed")} error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
        </div>
      ) : (
        <Skeleton shape="facts" label={t("patients.one_loading")} />
      )}
    </Page>
  );
}

function Known({ patient }: { patient: PatientDetail }) {
  const isDoctor = useUser().role === "doctor";
  return isDoctor ? <DoctorsPatient patient={patient} /> : <PatientScreen patient={patient} mayEdit />;
}

/** A doctor corrects the details of own patients only: those whose chart is open. */
function DoctorsPatient({ patient }: { patient: PatientDetail }) {
  const { error } = usePatientRecords(patient.id);
  return <PatientScreen patient={patient} mayEdit={!(error instanceof ApiError && error.code === "not_your_patient")} />;
}

type PatientScreenProps = { patient: PatientDetail; mayEdit: boolean };

function PatientScreen({ patient, mayEdit }: PatientScreenProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const user = useUser();
  const [params] = useSearchParams();
  const [isDeleting, setDeleting] = useState(false);

  const open = (panel: Parameters<typeof onlyPanel>[0]) => void navigate(withQuery(params, onlyPanel(panel)));
  const edit = () => open({ edit: patient.id });
  const book = () => open({ book: patient.id });

  useShortcuts([
    { key: "e", label: t("patients.keys.edit"), run: edit, disabled: !mayEdit },
    { key: "b", label: t("patients.keys.book"), run: book },
    { key: "r", label: t("patients.keys.record"), run: () => open({ new: patient.id }), disabled: !mayReadRecords(user) },
  ]);

  return (
    <Page
      title={t("patients.one_title")}
      heading={<PersonName>{patient.name}</PersonName>}
      actions={
        <>
          {mayEdit && <Button icon={Pencil} kbd="E" onClick={edit}>{t("patients.edit_short")}</Button>}
          <Button variant="primary" icon={CalendarPlus} kbd="B" onClick={book}>{t("patients.book")}</Button>
          {user.role !== "doctor" && (
            <Menu
              trigger={<IconButton icon={Ellipsis} label={t("patients.more")} />}
              items={[{ key: "delete", label: t("patients.delete"), icon: Trash2, danger: true, onSelect: () => setDeleting(true) }]}
            />
          )}
        </>
      }
    >
      <div className="stack">
        <PatientFacts patient={patient} />
        <PatientViews patientId={patient.id} />
      </div>
      <Suspense>
        <PatientSide patient={patient} />
      </Suspense>
      {isDeleting && <DeletePatient patient={patient} onKeep={() => setDeleting(false)} onDeleted={() => void navigate("/patients", { replace: true })} />}
    </Page>
  );
}
