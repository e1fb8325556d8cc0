import { useState } from "react";
import { useForm, type FieldErrors, type Resolver, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/lib/api-error";
import { showFieldErrors } from "@/lib/form-errors";
import { FIELDS, problemsIn, type DoctorValues } from "./doctor-form";

export type DoctorForm = {
  form: UseFormReturn<DoctorValues>;
  /** why it could not be saved, where no field is to blame */
  failure: unknown;
  refuse: (error: unknown) => void;
  forgive: () => void;
};

export function useDoctorForm(defaultValues: DoctorValues): DoctorForm {
  const { t } = useTranslation();
  const [failure, setFailure] = useState<unknown>(null);

  const resolver: Resolver<DoctorValues> = (values) => {
    const problems = Object.entries(problemsIn(values, t));
    if (problems.length === 0) return { values, errors: {} };
    return { values: {}, errors: Object.fromEntries(problems.map(([name, message]) => [name, { type: "check", message }])) as FieldErrors<DoctorValues> };
  };
  const form = useForm<DoctorValues>({ defaultValues, resolver, shouldFocusError: false });

  const refuse = (error: unknown) => {
    if (error instanceof ApiError && error.code === "name_taken") form.setError("name", { type: "taken", message: t("doctors.name_taken") });
    else if (!showFieldErrors(error, form.setError, FIELDS)) setFailure(error);
  };
  return { form, failure, refuse, forgive: () => setFailure(null) };
}
