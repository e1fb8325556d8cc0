import { TriangleAlert } from "lucide-react";
import { createContext, use, useId, useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { Icon } from "./icon";

type FieldParts = { id: string; describedBy: string | undefined; invalid: boolean; name: string | undefined };

const FieldContext = createContext<FieldParts | null>(null);

/** What a control inside a Field needs to be named and described by it. */
export function useFieldControl() {
  const field = use(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    ...(field.name && { name: field.name }),
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
  };
}

type FieldProps = {
  label: string;
  /** the control's name in its form; the error summary finds it by that */
  name?: string;
  hint?: ReactNode;
  /** what is wrong and how to go on; it takes the hint's place */
  error?: ReactNode;
  optional?: boolean;
  /** for a field whose place already says what it is, such as a search */
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
};

/** Label above, help below. Optional is marked, required is not. */
export function Field({ label, name, hint, error, optional, hideLabel, className, children }: FieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const invalid = Boolean(error);
  const helpId = `${id}-help`;
  const parts = useMemo(
    () => ({ id, name, invalid, describedBy: invalid || hint ? helpId : undefined }),
    [id, name, invalid, hint, helpId],
  );
  return (
    <div className={cx("field", className)}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "label"}>
        {label}
        {optional && <span className="opt"> {t("field.optional")}</span>}
      </label>
      <FieldContext value={parts}>{children}</FieldContext>
      <FieldHelp id={helpId} hint={hint} error={error} />
    </div>
  );
}

export function FieldHelp({ id, hint, error }: { id: string; hint?: ReactNode; error?: ReactNode }) {
  if (error) {
    return (
      <p className="err" id={id}>
        <Icon of={TriangleAlert} small />
        <span>{error}</span>
      </p>
    );
  }
  return hint ? <p className="hint" id={id}>{hint}</p> : null;
}
