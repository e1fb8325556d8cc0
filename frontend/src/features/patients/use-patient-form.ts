import { useState } from "react";
import { useForm, type FieldErrors, type Resolver, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/lib/api-error";
import { showFieldErrors } from "@/lib/form-errors";
import { useFormats } from "@/lib/format";
import { FIELDS, problemsIn, type PatientValues } from "./patient-form";

/** Who has the e-mail address that was typed. */
export type Holder = { id: number; name: string; date_of_birth: string };

export type PatientForm = {
  form: UseFormReturn<PatientValues>;
  holder: Holder | null;
  /** why it could not be saved, where no field is to blame */
  failure: unknown;
  /** puts a refusal where it belongs: beside its field, or on top */
  refuse: (error: unknown) => void;
  forgive: () => void;
};

export function usePatientForm(defaultValues: PatientValues): PatientForm {
  const { t } = useTranslation();
  const format = useFormats();
  const [holder, setHolder] = useState<Holder | null>(null);
  const [failure, setFailure] = useState<unknown>(null);

  const resolver: Resolver<PatientValues> = (values) => {
    const problems = Object.entries(problemsIn(values, t, format, format.dayOf(new Date())));
    if (problems.length === 0) return { values, errors: {} };
    const errors = Object.fromEntries(problems.map(([name, message]) => [name, { type: "check", message }]));
    return { values: {}, errors: errors as FieldErrors<PatientValues> };
  };
  // the summary takes the focus, so that somebody who can't see the fields hears how many need a look
  const form = useForm<PatientValues>({ defaultValues, resolver, shouldFocusError: false });

  const refuse = (error: unknown) => {
    if (error instanceof ApiError && error.code === "email_taken") {
      setHolder((error.body.holder as Holder | undefined) ?? null);
      form.setError("email", { type: "taken", message: t("patients.problem.email_taken") });
    } else if (!showFieldErrors(error, form.setError, FIELDS)) {
      setFailure(error);
    }
  };

  return { form, holder, failure, refuse, forgive: () => setFailure(null) };
}
