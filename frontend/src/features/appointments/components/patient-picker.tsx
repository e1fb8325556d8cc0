import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Combobox } from "@/components/combobox";
import { Icon } from "@/components/icon";
import { PersonName } from "@/components/person-name";
import { RichText } from "@/components/rich-text";
import type { Patient } from "@/lib/api";
import { useFormats } from "@/lib/format";
import { useFoundPatients } from "@/features/appointments/api/find-patients";

export type ChosenPatient = Pick<Patient, "id" | "name">;

type Option = { kind: "patient"; patient: Patient | ChosenPatient } | { kind: "new"; text: string };

type PatientPickerProps = {
  value: ChosenPatient | null;
  onChange: (patient: ChosenPatient | null) => void;
  /** whoever was not found can be added under what was typed; left out where nobody may */
  onAdd?: (text: string) => void;
};

/** Finds a patient by part of a name, a phone number or a date of birth; the last two tell namesakes apart. Inside a Field. */
export function PatientPicker({ value, onChange, onAdd }: PatientPickerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const typed = text.trim();
  const { data: found = [], isFetching, isError } = useFoundPatients(typed);

  const options: Option[] = typed ? found.map((patient) => ({ kind: "patient", patient })) : [];
  // only when the search has answered: a name that is on its way is not new
  if (typed && onAdd && !isFetching && !isError) options.push({ kind: "new", text: typed });

  const take = (option: Option | null) => {
    if (option?.kind === "new") onAdd?.(option.text);
    else onChange(option?.patient ?? null);
  };

  return (
    <Combobox<Option>
      value={value && { kind: "patient", patient: value }}
      onChange={take}
      options={options}
      onSearch={setText}
      loading={isFetching}
      failed={isError && t("appointment_form.form.patient_failed")}
      getKey={(option) => (option.kind === "new" ? "new" : option.patient.id)}
      getText={(option) => (option.kind === "new" ? option.text : option.patient.name)}
      renderOption={(option) => <Match option={option} />}
      empty={typed ? t("appointment_form.form.patient_none") : t("appointment_form.form.patient_type")}
      placeholder={t("appointment_form.form.patient_hint")}
      name="patient"
    />
  );
}

function Match({ option }: { option: Option }) {
  const format = useFormats();
  if (option.kind === "new") {
    return (
      <span className="row">
        <Icon of={Plus} small />
        <span><RichText of="appointment_form.form.add_patient" parts={{ what: <PersonName>{option.text}</PersonName> }} /></span>
      </span>
    );
  }
  const { patient } = option;
  const digits = "phone" in patient ? lastDigits(patient.phone) : null;
  return (
    <>
      <PersonName>{patient.name}</PersonName>
      {"date_of_birth" in patient && (
        <span className="meta">
          {format.date(patient.date_of_birth)}
          {digits && <>, <bdi dir="ltr">… {digits}</bdi></>}
        </span>
      )}
    </>
  );
}

/** Enough of a phone number to tell two people apart, too little to overhear. */
function lastDigits(phone: string | null): string | null {
  return phone?.replace(/\D/g, "").slice(-4) ?? null;
}
