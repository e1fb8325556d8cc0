import { useState } from "react";
import { useController, type Control } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Choice } from "@/components/choice";
import { FieldGroup } from "@/components/field-group";
import { Input } from "@/components/input";
import { useFormats } from "@/lib/format";
import { USUAL_LENGTHS, type AppointmentValues } from "@/features/appointments/appointment-form";

const isUsual = (minutes: string) => USUAL_LENGTHS.some((length) => length === minutes);

/** The usual lengths at one touch, any other in minutes. */
export function LengthField({ control, error, disabled }: { control: Control<AppointmentValues>; error: string | undefined; disabled: boolean }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { field } = useController({ control, name: "minutes" });
  const [isOther, setOther] = useState(!isUsual(field.value));
  return (
    <FieldGroup label={t("appointment_form.form.length")} error={error}>
      <div className="choices lengths">
        {USUAL_LENGTHS.map((length) => (
          <Choice
            key={length}
            name="length"
            value={length}
            disabled={disabled}
            checked={!isOther && field.value === length}
            onChange={() => {
              setOther(false);
              field.onChange(length);
            }}
          >
            <span className="tab">{format.number(Number(length))}</span>
          </Choice>
        ))}
        <Choice name="length" value="other" disabled={disabled} checked={isOther} onChange={() => setOther(true)}>{t("appointment_form.form.other_length")}</Choice>
        {isOther && (
          <Input
            className="minutes"
            name="minutes"
            inputMode="numeric"
            dir="ltr"
            disabled={disabled}
            aria-label={t("appointment_form.form.length_minutes")}
            aria-invalid={Boolean(error) || undefined}
            placeholder={format.number(45)}
            value={field.value}
            onChange={field.onChange}
            onBlur={field.onBlur}
          />
        )}
      </div>
    </FieldGroup>
  );
}
