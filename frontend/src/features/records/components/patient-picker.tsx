import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Combobox } from "@/components/combobox";
import { PersonName } from "@/components/person-name";
import { useFoundPatients } from "@/features/records/api/find-patients";
import type { ChosenPatient } from "@/features/records/record-form";
import { useFormats } from "@/lib/format";

type PatientPickerProps = {
  value: ChosenPatient | null;
  onChange: (patient: ChosenPatient | null) => void;
  placeholder?: string;
  autoFocus?: boolean;
};

/** Finds a patient by name, phone or date of birth. Inside a Field. What is typed stays in memory. */
export function PatientPicker({ value, onChange, placeholder, autoFocus }: PatientPickerProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const [q, setQ] = useState<string | null>(null);
  const { data, isFetching, isError } = useFoundPatients(q ?? "", { enabled: q !== null });
  return (
    <Combobox<ChosenPatient>
      value={value}
      onChange={onChange}
      options={q === null || isError ? [] : (data ?? [])}
      onSearch={setQ}
      loading={isFetching}
      failed={isError ? t("records.patients_failed") : undefined}
      getKey={({ id }) => id}
      getText={({ name }) => name}
      renderOption={({ name, date_of_birth }) => (
        <>
          <PersonName>{name}</PersonName>
          <span className="meta">{t("records.born_on", { date: format.date(date_of_birth) })}</span>
        </>
      )}
      empty={q?.trim() ? t("records.patient_none") : t("records.patient_hint")}
      placeholder={placeholder}
      // eslint-disable-next-line jsx-a11y/no-autofocus -- the panel was opened to choose a patient
      autoFocus={autoFocus}
    />
  );
}
