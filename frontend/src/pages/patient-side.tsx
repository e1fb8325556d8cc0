import { useNavigate, useSearchParams } from "react-router";
import { BookingPanel } from "@/features/appointments/components/booking-panel";
import { ChangePanel } from "@/features/appointments/components/change-panel";
import { EditPatientPanel } from "@/features/patients/components/edit-patient-panel";
import { onlyPanel, PANELS } from "@/features/patients/panel-address";
import { RecordSide } from "@/features/records/components/record-side";
import type { PatientDetail } from "@/lib/api";
import { withQuery } from "@/lib/search-params";

/** What the address opens beside a patient: the details, a visit to book (?book) or to change (?visit), or a record. */
export function PatientSide({ patient }: { patient: PatientDetail }) {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const close = () => void navigate(withQuery(params, onlyPanel()), { replace: true });
  const visit = Number(params.get("visit"));

  if (params.has("edit")) return <EditPatientPanel id={patient.id} onClose={close} />;
  if (params.has("book")) return <BookingPanel patient={patient} onClose={close} address={PANELS} />;
  if (Number.isSafeInteger(visit) && visit > 0) return <ChangePanel id={visit} mode="edit" onClose={close} address={PANELS} />;
  return <RecordSide patient={patient} />;
}
