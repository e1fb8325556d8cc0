import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { FieldHelp } from "./field";

type FieldGroupProps = { label: string; hint?: ReactNode; error?: ReactNode; optional?: boolean; children: ReactNode };

/** Several controls that answer one question: a fieldset with a legend. */
export function FieldGroup({ label, hint, error, optional, children }: FieldGroupProps) {
  const { t } = useTranslation();
  const helpId = useId();
  return (
    <fieldset className="field" aria-describedby={error || hint ? helpId : undefined}>
      <legend className="label">
        {label}
        {optional && <span className="opt"> {t("field.optional")}</span>}
      </legend>
      {children}
      <FieldHelp id={helpId} hint={hint} error={error} />
    </fieldset>
  );
}
