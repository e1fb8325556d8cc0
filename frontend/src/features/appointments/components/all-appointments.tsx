import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, type To } from "react-router";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { Field } from "@/components/field";
import { Pager } from "@/components/pager";
import { PersonName } from "@/components/person-name";
import { Select } from "@/components/select";
import { Skeleton } from "@/components/skeleton";
import { StatusChip } from "@/components/status-chip";
import { Table, type Column } from "@/components/table";
import { Tabs } from "@/components/tabs";
import type { Appointment, AppointmentStatus } from "@/lib/api";
import { useDoctors } from "@/lib/doctors";
import { addDays, useFormats } from "@/lib/format";
import { useUser } from "@/lib/session";
import { useShortcuts } from "@/lib/shortcuts";
import { useTrail } from "@/lib/trail";
import { useAppointments, type ListQuery } from "@/features/appointments/api/list-appointments";
import { usePatient } from "@/features/appointments/api/show-patient";
import { STATUSES } from "@/features/appointments/rules";
import type { AppointmentActions } from "@/features/appointments/use-appointment-actions";
import { PatientPicker } from "./patient-picker";
import { RowActions } from "./row-actions";

const LIMIT = 50;

export type When = "coming" | "past" | "any";

type AllAppointmentsProps = {
  when: When;
  whenTo: (when: When) => To;
  doctorId: number | null;
  status: AppointmentStatus | null;
  patientId: number | null;
  onFilter: (filter: { doctor?: number | null; status?: AppointmentStatus | null; patient?: number | null }) => void;
  onClear: () => void;
  dayTo: (day: string) => To;
  actions: AppointmentActions;
  onCurrent: (appointment: Appointment | null) => void;
};

/** Every appointment there is, narrowed and page by page: who came when, who comes next. */
export function AllAppointments({ when, whenTo, doctorId, status, patientId, onFilter, onClear, dayTo, actions, onCurrent }: AllAppointmentsProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const isOwnDiary = useUser().role === "doctor";
  const today = format.dayOf(new Date());
  const trail = useTrail(LIMIT);
  const filters = useRef<HTMLDivElement>(null);
  useShortcuts([{ key: "/", label: t("appointments.keys.search"), run: () => filters.current?.querySelector<HTMLInputElement>("input[role=combobox]")?.focus() }]);
  const query = useAppointments(queryOf({ when, today, doctorId, status, patientId, after: trail.after }));
  const columns = useColumns({ today, dayTo, actions, showsDoctor: !isOwnDiary });
  const whens = (["coming", "past", "any"] as const).map((key) => ({ key, label: t(`appointment_form.all.${key === "any" ? "any_time" : key}`), to: whenTo(key) }));

  const contents = () => {
    if (query.isPending) return <Skeleton rows={8} label={t("appointments.loading")} />;
    if (!query.data) return <ErrorState title={t("appointments.error.load")} error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />;
    const { data: rows, count, count_is_minimum: isMinimum = false, next } = query.data;
    const last = rows.at(-1);
    if (!last) return <NoneLeft isFiltered={Boolean(doctorId ?? status ?? patientId) || when !== "any"} onClear={onClear} />;
    return (
      <>
        <Table label={t("appointment_form.all.label")} columns={columns} rows={rows} getKey={({ id }) => id} onCurrent={onCurrent} />
        <Pager from={trail.skipped + 1} to={trail.skipped + rows.length} total={count} isMinimum={isMinimum} onPrevious={trail.previous} onNext={next ? () => trail.next(last.id) : undefined} />
      </>
    );
  };

  return (
    <>
      <div ref={filters} className="finder all-filters">
        <Tabs look="segments" label={t("appointment_form.all.when")} tabs={whens} current={when} />
        <Field label={t("appointment_form.all.patient")} hideLabel>
          <PatientFilter patientId={patientId} onChange={(patient) => onFilter({ patient })} />
        </Field>
        {!isOwnDiary && <DoctorSelect doctorId={doctorId} onChange={(doctor) => onFilter({ doctor })} />}
        <Field label={t("appointments.columns.status")} hideLabel>
          <Select value={status ?? ""} onChange={(event) => onFilter({ status: (event.target.value || null) as AppointmentStatus | null })}>
            <option value="">{t("appointment_form.all.any_status")}</option>
            {STATUSES.map((name) => (
              <option key={name} value={name}>{t(`status.${name}`)}</option>
            ))}
          </Select>
        </Field>
      </div>
      <section className="sheet list" aria-label={t("appointment_form.all.label")} aria-busy={query.isFetching || undefined}>
        {contents()}
      </section>
    </>
  );
}

type Wanted = { when: When; today: string; doctorId: number | null; status: AppointmentStatus | null; patientId: number | null; after: number | undefined };

/** What comes is read from today on, what was from yesterday back. */
function queryOf({ when, today, doctorId, status, patientId, after }: Wanted): ListQuery {
  return {
    limit: LIMIT,
    sort: when === "coming" ? "appointment_datetime" : "-appointment_datetime",
    ...(when === "coming" && { from: today }),
    ...(when === "past" && { to: addDays(today, -1) }),
    ...(doctorId && { doctor_id: doctorId }),
    ...(patientId && { patient_id: patientId }),
    ...(status && { status }),
    ...(after && { after }),
  };
}

type ColumnsOptions = { today: string; dayTo: (day: string) => To; actions: AppointmentActions; showsDoctor: boolean };

function useColumns({ today, dayTo, actions, showsDoctor }: ColumnsOptions): Column<Appointment>[] {
  const { t } = useTranslation();
  const format = useFormats();
  const doctor: Column<Appointment> = { key: "doctor", header: t("appointments.columns.doctor"), wrap: true, cell: ({ doctor_name }) => <PersonName>{doctor_name}</PersonName> };
  return [
    {
      key: "patient",
      header: t("appointments.columns.patient"),
      kind: "title",
      cell: ({ patient_id, patient_name }) => <Link className="name" to={`/patients/${patient_id}`}><PersonName>{patient_name}</PersonName></Link>,
    },
    {
      key: "day",
      header: t("appointments.columns.day"),
      cell: ({ appointment_datetime: starts }) => {
        const day = format.dayOf(starts);
        const isThisYear = day.slice(0, 4) === today.slice(0, 4);
        return (
          <>
            <Link className="daylink" to={dayTo(day)} aria-label={t("appointment_form.list.open_day", { day: format.dayLong(day) })}>
              {day === today ? t("appointments.today") : isThisYear ? format.dayShort(day) : format.dayShortYear(day)}
            </Link>{" "}
            <time dateTime={starts} className="tab">{format.time(starts)}</time>
          </>
        );
      },
    },
    ...(showsDoctor ? [doctor] : []),
    { key: "reason", header: t("appointments.columns.reason"), from: "medium", wrap: true, cell: ({ reason }) => reason && <span className="clamp"><bdi>{reason}</bdi></span> },
    { key: "status", header: t("appointments.columns.status"), cell: ({ status }) => <StatusChip status={status} /> },
    { key: "actions", header: t("appointments.columns.actions"), hideHeader: true, kind: "acts", cell: (appointment) => <RowActions appointment={appointment} today={today} actions={actions} /> },
  ];
}

function PatientFilter({ patientId, onChange }: { patientId: number | null; onChange: (patientId: number | null) => void }) {
  const { data: patient } = usePatient(patientId);
  return <PatientPicker value={patientId === null ? null : (patient ?? null)} onChange={(chosen) => onChange(chosen?.id ?? null)} />;
}

function DoctorSelect({ doctorId, onChange }: { doctorId: number | null; onChange: (doctorId: number | null) => void }) {
  const { t } = useTranslation();
  const { data: doctors = [] } = useDoctors();
  return (
    <Field label={t("appointments.columns.doctor")} hideLabel>
      <Select value={doctorId ?? ""} onChange={(event) => onChange(Number(event.target.value) || null)}>
        <option value="">{t("appointment_form.all.any_doctor")}</option>
        {doctors.map(({ id, name }) => (
          <option key={id} value={id}>{name}</option>
        ))}
      </Select>
    </Field>
  );
}

function NoneLeft({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  if (!isFiltered) return <EmptyState art title={t("appointment_form.empty.all")}>{t("appointment_form.empty.all_text")}</EmptyState>;
  return (
    <EmptyState title={t("appointments.empty.filtered")} actions={<Button onClick={onClear}>{t("appointments.clear_filters")}</Button>}>
      {t("appointment_form.empty.all_filtered_text")}
    </EmptyState>
  );
}
