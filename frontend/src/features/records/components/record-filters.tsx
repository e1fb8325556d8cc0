import { SlidersHorizontal } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { DateField } from "@/components/date-field";
import { Field } from "@/components/field";
import { Select } from "@/components/select";
import { usePatient } from "@/features/records/api/show-patient";
import { filtersOn, type Filter } from "@/features/records/filter";
import type { ChosenPatient } from "@/features/records/record-form";
import { cx } from "@/lib/cx";
import { dateError } from "@/lib/date-check";
import { useDoctors } from "@/lib/doctors";
import { useFormats } from "@/lib/format";
import { useUser } from "@/lib/session";
import { PatientPicker } from "./patient-picker";

type RecordFiltersProps = { filter: Filter; onChange: (change: Partial<Filter>) => void; onClear: () => void };

/** Which records are listed: of whom, by whom, of which days. On a phone all but the patient wait behind a button. */
export function RecordFilters({ filter, onChange, onClear }: RecordFiltersProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const user = useUser();
  const moreId = useId();
  const [isOpen, setOpen] = useState(false);
  const on = filtersOn(filter);
  const hidden = on - (filter.patient === undefined ? 0 : 1);
  const isBackwards = filter.from !== undefined && filter.to !== undefined && filter.to < filter.from;

  return (
    <search className="record-filters" aria-label={t("records.filters")}>
      <PatientFilter id={filter.patient} onChange={(patient) => onChange({ patient })} />
      <Button className="more-filters" icon={SlidersHorizontal} aria-expanded={isOpen} aria-controls={moreId} onClick={() => setOpen(!isOpen)}>
        {hidden ? t("records.filters_on", { total: format.number(hidden) }) : t("records.filters")}
      </Button>
      <div id={moreId} className={cx("more", isOpen && "open")}>
        {user.role !== "doctor" && <DoctorFilter id={filter.doctor} onChange={(doctor) => onChange({ doctor })} />}
        <DayFilter label={t("records.from")} value={filter.from} onChange={(from) => onChange({ from })} />
        <DayFilter label={t("records.to")} value={filter.to} onChange={(to) => onChange({ to })} error={isBackwards ? t("records.to_before_from") : undefined} />
      </div>
      {/* one patient alone is taken out in the field itself */}
      {hidden > 0 && <Button variant="quiet" className="clear" onClick={onClear}>{t("records.clear")}</Button>}
    </search>
  );
}

/** The address knows the patient's number; the name is asked for. */
function PatientFilter({ id, onChange }: { id: number | undefined; onChange: (id: number | undefined) => void }) {
  const { t } = useTranslation();
  const { data: known } = usePatient(id);
  const [picked, setPicked] = useState<ChosenPatient | null>(null);
  const value = id === undefined ? null : picked?.id === id ? picked : (known ?? null);
  return (
    <Field label={t("records.patient")} className="patient-filter">
      <PatientPicker
        value={value}
        placeholder={t("records.any_patient")}
        onChange={(patient) => {
          setPicked(patient);
          onChange(patient?.id);
        }}
      />
    </Field>
  );
}

function DoctorFilter({ id, onChange }: { id: number | undefined; onChange: (id: number | undefined) => void }) {
  const { t } = useTranslation();
  const { data: doctors = [] } = useDoctors();
  return (
    <Field label={t("records.doctor")}>
      <Select value={id ?? ""} onChange={(event) => onChange(Number(event.target.value) || undefined)}>
        <option value="">{t("records.any_doctor")}</option>
        {doctors.map((doctor) => (
          <option key={doctor.id} value={doctor.id}>{doctor.name}</option>
        ))}
      </Select>
    </Field>
  );
}

type DayFilterProps = { label: string; value: string | undefined; onChange: (day: string | undefined) => void; error?: string | undefined };

/** What can't be read as a date stays in the field, with the reason, and filters nothing. */
function DayFilter({ label, value, onChange, error }: DayFilterProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const [draft, setDraft] = useState<string | null>(null);
  const [isLeft, setLeft] = useState(false);
  const shown = draft ?? value ?? "";
  const problem = draft && isLeft ? dateError(draft, t, format) : null;
  const type = (text: string) => {
    const isDay = text !== "" && dateError(text, t, format) === null;
    setDraft(isDay || text === "" ? null : text);
    setLeft(false);
    onChange(isDay ? text : undefined);
  };
  return (
    <Field label={label} error={problem ?? error}>
      <DateField calendar value={shown} onChange={type} onBlur={() => setLeft(true)} />
    </Field>
  );
}
