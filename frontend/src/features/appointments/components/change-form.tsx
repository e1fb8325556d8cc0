import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ChangedMeanwhile } from "@/components/changed-meanwhile";
import { Field } from "@/components/field";
import { Panel } from "@/components/panel";
import { PersonName } from "@/components/person-name";
import { RichText } from "@/components/rich-text";
import { Select } from "@/components/select";
import type { Appointment } from "@/lib/api";
import { useFormats } from "@/lib/format";
import { useUser } from "@/lib/session";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { valuesOf } from "@/features/appointments/appointment-form";
import { MAY_BECOME, mayMove } from "@/features/appointments/rules";
import { stepWord } from "@/features/appointments/step-words";
import { useAppointmentForm } from "@/features/appointments/use-appointment-form";
import { useChange } from "@/features/appointments/use-change";
import { RefusedNotes } from "./refused-notes";
import { TextFields } from "./text-fields";
import { TimeFields } from "./time-fields";

type ChangeFormProps = { appointment: Appointment; mode: "edit" | "move"; title: string; address: readonly string[]; onClose: () => void };

/** The form of ChangePanel. It holds on to the appointment as it was when the panel opened, whatever is refreshed around it. */
export function ChangeForm({ appointment, mode, title, address, onClose }: ChangeFormProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const isDoctor = useUser().role === "doctor";
  const [opened] = useState(appointment);
  const appointmentForm = useAppointmentForm(valuesOf(opened, format));
  const { form, refused, forgive } = appointmentForm;
  const unsaved = useUnsavedChanges(form.formState.isDirty, address);
  const change = useChange(appointmentForm, {
    opened,
    mode,
    onSaved: () => {
      unsaved.release();
      onClose();
    },
  });
  const isMove = mode === "move";
  const { status } = change.base;

  return (
    <Panel
      title={title}
      onClose={onClose}
      unsaved={unsaved}
      onSave={change.submit}
      saving={change.isSaving}
      {...(isMove && { saveLabel: t("appointment_form.change.move_submit"), savingLabel: t("appointment_form.change.move_busy") })}
    >
      <p className="meta"><Whose appointment={opened} /></p>
      {change.compared ? (
        <ChangedMeanwhile title={t("appointment_form.change.meanwhile")} fields={change.compared} busy={change.isSaving} onKeepMine={change.keepMine} onTakeTheirs={change.takeTheirs} />
      ) : (
        <RefusedNotes {...{ form, refused, forgive }} wasFree={change.wasFree} />
      )}
      {!isMove && (
        <Field label={t("appointment_form.form.status")} name="status" error={form.formState.errors.status?.message}>
          <Select {...form.register("status")}>
            <option value={status}>{t(`status.${status}`)}</option>
            {MAY_BECOME[status].map((to) => (
              <option key={to} value={to}>{stepWord(status, to, t)}</option>
            ))}
          </Select>
        </Field>
      )}
      {!isMove && <TextFields form={form} />}
      <TimeFields form={form} exceptId={opened.id} showsDoctor={!isDoctor} fixed={!mayMove(status)} startsHere={isMove} />
    </Panel>
  );
}

function Whose({ appointment: { patient_id, patient_name, appointment_datetime } }: { appointment: Appointment }) {
  const format = useFormats();
  const values = { day: format.dayShort(format.dayOf(appointment_datetime)), time: format.time(appointment_datetime) };
  const who = <Link className="link" to={`/patients/${patient_id}`}><PersonName>{patient_name}</PersonName></Link>;
  return <RichText of="appointment_form.change.of" values={values} parts={{ who }} />;
}
