import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/field";
import { Panel } from "@/components/panel";
import type { Appointment } from "@/lib/api";
import { useDoctors } from "@/lib/doctors";
import { keepDraft, takeDraft } from "@/lib/drafts";
import { useFormats } from "@/lib/format";
import { useUser } from "@/lib/session";
import { parseTypedTime } from "@/lib/typed-time";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { useBookAppointment } from "@/features/appointments/api/book-appointment";
import { bookingOf, type AppointmentValues } from "@/features/appointments/appointment-form";
import { useAppointmentForm } from "@/features/appointments/use-appointment-form";
import { useBookedToast } from "@/features/appointments/use-booked-toast";
import { useSlotWasFree } from "@/features/appointments/use-slot-was-free";
import { PatientPicker, type ChosenPatient } from "./patient-picker";
import { RefusedNotes } from "./refused-notes";
import { TextFields } from "./text-fields";
import { TimeFields } from "./time-fields";

export type BookingPanelProps = {
  /** for whom, where that is known already */
  patient?: ChosenPatient | null;
  /** the day and the doctor that were being looked at */
  day?: string;
  doctorId?: number | null;
  onClose: () => void;
  onBooked?: (appointment: Appointment) => void;
  /** to the form for a new patient, with what was typed; what stands in this form is kept for when they come back */
  onAddPatient?: (text: string) => void;
  /** the query parameters that hold this panel open */
  address?: readonly string[];
};

const ADDRESS = ["panel", "book"] as const;
const DRAFT = "booking";
const KEPT_FOR = 15 * 60_000;

type Draft = { values: AppointmentValues; at: number };

/** What was typed before somebody went to add the patient; an hour later it would be another booking's. */
function recentDraft(): AppointmentValues | undefined {
  const draft = takeDraft(DRAFT) as Draft | undefined;
  return draft && Date.now() - draft.at < KEPT_FOR ? draft.values : undefined;
}

/** Books a visit: for whom, with whom, when; the doctor's day stands beside it. Opens beside any page. */
export function BookingPanel({ patient = null, day, doctorId, onClose, onBooked, onAddPatient, address = ADDRESS }: BookingPanelProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const user = useUser();
  const { data: doctors = [] } = useDoctors();
  const today = format.dayOf(new Date());
  const fixedDoctor = user.role === "doctor" ? user.doctor_id : null;
  const [draft] = useState(recentDraft);
  const [defaults] = useState<AppointmentValues>(() => {
    const known = doctors.filter(({ is_active, is_visiting }) => is_active && !is_visiting);
    const wanted = doctors.some(({ id, is_active }) => id === doctorId && !is_active) ? null : doctorId;
    const doctor = fixedDoctor ?? wanted ?? (known.length === 1 ? known[0]?.id : undefined);
    return { doctor: doctor ? String(doctor) : "", other_doctor: "", day: day && day > today ? day : today, start: "", minutes: "30", status: "scheduled", reason: "", notes: "" };
  });
  const { form, refused, refuse, forgive } = useAppointmentForm(draft ?? defaults);
  const [chosen, setChosen] = useState<ChosenPatient | null>(patient);
  const [isPatientMissing, setPatientMissing] = useState(false);
  const isSending = useRef(false);
  const booking = useBookAppointment();
  const showBooked = useBookedToast();
  const slot = useSlotWasFree(form);
  const { isDirty } = form.formState;
  const unsaved = useUnsavedChanges(isDirty || draft !== undefined || chosen?.id !== patient?.id, address);

  async function book(values: AppointmentValues, whom: ChosenPatient) {
    // the second half of a double click comes before the button is seen to be busy
    if (isSending.current) return;
    isSending.current = true;
    slot.remember();
    try {
      const booked = await booking.mutateAsync(bookingOf(whom.id, values));
      unsaved.release();
      showBooked(booked);
      onClose();
      onBooked?.(booked);
    } catch (error) {
      refuse(error);
    } finally {
      isSending.current = false;
    }
  }

  // the patient is no field of the appointment, so it is looked at beside the others
  const submit = () => {
    forgive();
    setPatientMissing(!chosen);
    void form.handleSubmit((values) => (chosen ? book(values, chosen) : undefined))();
  };

  const addPatient = onAddPatient && ((text: string) => {
    keepDraft(DRAFT, { values: form.getValues(), at: Date.now() } satisfies Draft);
    unsaved.release();
    onAddPatient(text);
  });

  const time = parseTypedTime(form.watch("start"));
  const label = time ? t("appointment_form.book.submit_at", { time }) : t("appointment_form.book.submit");
  return (
    <Panel
      title={t("appointments.book.title")}
      onClose={onClose}
      unsaved={unsaved}
      onSave={submit}
      saving={booking.isPending}
      saveLabel={label}
      savingLabel={time ? t("appointment_form.book.busy_at", { time }) : t("appointment_form.book.busy")}
    >
      <RefusedNotes {...{ form, refused, forgive }} wasFree={slot.wasFree} more={isPatientMissing && !chosen ? [{ name: "patient", label: t("appointment_form.form.patient") }] : []} />
      <Field label={t("appointment_form.form.patient")} name="patient" error={isPatientMissing && !chosen && t("appointment_form.form.patient_missing")}>
        <PatientPicker value={chosen} onChange={setChosen} {...(addPatient && user.role !== "doctor" && { onAdd: addPatient })} />
      </Field>
      <TimeFields form={form} showsDoctor={fixedDoctor === null} startsHere={patient !== null} />
      <TextFields form={form} />
    </Panel>
  );
}
