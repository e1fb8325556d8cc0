import { useTranslation } from "react-i18next";
import { useNavigate, type To } from "react-router";
import type { PatientValues } from "@/features/patients/patient-form";
import type { PatientDetail } from "@/lib/api";
import { isolated } from "@/lib/isolate";
import { useUser } from "@/lib/session";
import { showToast } from "@/lib/toasts";
import { AddPatientPanel } from "./add-patient-panel";
import { EditPatientPanel } from "./edit-patient-panel";

type PatientPanelsProps = {
  /** ?panel=new adds, ?edit=12 changes */
  params: URLSearchParams;
  prefill?: PatientValues;
  /** this place without a panel */
  closed: To;
};

/** The panel that the address asks for. */
export function PatientPanels({ params, prefill, closed }: PatientPanelsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayAdd = useUser().role !== "doctor";
  const edited = Number(params.get("edit"));

  const close = () => void navigate(closed, { replace: true });
  const announce = (patient: PatientDetail) => {
    const open = { label: t("patients.open_added"), onAction: () => void navigate(`/patients/${patient.id}`) };
    showToast({ title: t("patients.added"), detail: isolated(patient.name), action: open });
    close();
  };

  if (params.get("panel") === "new" && mayAdd) return <AddPatientPanel prefill={prefill} onClose={close} onAdded={announce} />;
  if (Number.isInteger(edited) && edited > 0) return <EditPatientPanel id={edited} onClose={close} />;
  return null;
}
