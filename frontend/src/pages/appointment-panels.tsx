import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ErrorState } from "@/components/error-state";
import { Panel } from "@/components/panel";
import { Skeleton } from "@/components/skeleton";
import { usePatient } from "@/features/appointments/api/show-patient";
import { BookingPanel } from "@/features/appointments/components/booking-panel";
import { ChangePanel } from "@/features/appointments/components/change-panel";
import { AddPatientPanel } from "@/features/patients/components/add-patient-panel";
import { prefillFrom } from "@/features/patients/prefill";
import { keepDraft, takeDraft } from "@/lib/drafts";
import { useFormats } from "@/lib/format";
import { isolated } from "@/lib/isolate";
import { useUser } from "@/lib/session";
import { showToast } from "@/lib/toasts";
import { PANELS, type AppointmentsAddress, type OpenPanel } from "./appointments-address";

type AppointmentPanelsProps = { address: AppointmentsAddress; panel: OpenPanel };

const NEW_PATIENT = "new-patient";

/** The panel that the address asks for, beside the diary. Whoever is not known yet is added on the way, and the booking goes on. */
export function AppointmentPanels({ address, panel }: AppointmentPanelsProps) {
  const navigate = useNavigate();
  const mayAdd = useUser().role !== "doctor";
  const close = () => void navigate(address.panelTo(null), { replace: true });
  if (panel.kind === "new-patient") return mayAdd ? <AddPatient address={address} /> : null;
  if (panel.kind !== "book") return <ChangePanel key={panel.id} id={panel.id} mode={panel.kind} onClose={close} address={PANELS} />;

  const addPatient = (text: string) => {
    // a name is never in the address
    keepDraft(NEW_PATIENT, text);
    void navigate(address.panelTo({ panel: "new" }));
  };
  const rest = { day: address.day, doctorId: address.doctorId, onClose: close, onAddPatient: addPatient, address: PANELS };
  return panel.patientId ? <BookingFor key={panel.patientId} patientId={panel.patientId} {...rest} /> : <BookingPanel key="book" {...rest} />;
}

type BookingForProps = Omit<Parameters<typeof BookingPanel>[0], "patient"> & { patientId: number };

function BookingFor({ patientId, ...rest }: BookingForProps) {
  const { t } = useTranslation();
  const query = usePatient(patientId);
  if (query.data) return <BookingPanel patient={query.data} {...rest} />;
  return (
    <Panel title={t("appointments.book.title")} onClose={rest.onClose}>
      {query.isPending && <Skeleton rows={3} label={t("appointment_form.form.patient_loading")} />}
      {query.isError && <ErrorState title={t("appointment_form.error.load_patient")} error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />}
    </Panel>
  );
}

function AddPatient({ address }: { address: AppointmentsAddress }) {
  const { t } = useTranslation();
  const format = useFormats();
  const navigate = useNavigate();
  const [typed] = useState(() => (takeDraft(NEW_PATIENT) as string | undefined) ?? "");
  return (
    <AddPatientPanel
      prefill={prefillFrom(typed, format.locale)}
      onClose={() => void navigate(address.panelTo({ panel: "book" }), { replace: true })}
      onAdded={(patient) => {
        showToast({ title: t("patients.added"), detail: isolated(patient.name) });
        void navigate(address.panelTo({ book: patient.id }), { replace: true });
      }}
    />
  );
}
