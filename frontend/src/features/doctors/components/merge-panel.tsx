import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Note } from "@/components/note";
import { Panel } from "@/components/panel";
import { PersonName } from "@/components/person-name";
import { Select } from "@/components/select";
import type { Doctor } from "@/lib/api";
import { errorText } from "@/lib/api-error";
import { isolated } from "@/lib/isolate";
import { showToast } from "@/lib/toasts";
import { useMergeDoctor } from "@/features/doctors/api/merge-doctor";
import { likely, readOverlaps } from "@/features/doctors/overlaps";
import { OverlapList } from "./overlap-list";

type MergePanelProps = { visiting: Doctor; doctors: Doctor[]; onClose: () => void };

/** Says who a visiting doctor really is: what happens then, and what is in the way. */
export function MergePanel({ visiting, doctors, onClose }: MergePanelProps) {
  const { t } = useTranslation();
  const merging = useMergeDoctor();
  const [into, setInto] = useState("");
  const [isMissing, setMissing] = useState(false);
  const known = doctors.filter(({ id, is_visiting }) => !is_visiting && id !== visiting.id);
  const target = known.find(({ id }) => String(id) === into);
  const suggested = likely(visiting.name, known).filter(({ id }) => String(id) !== into);
  const overlaps = readOverlaps(merging.error);

  const choose = (id: string) => {
    setInto(id);
    setMissing(false);
    merging.reset();
  };

  const merge = () => {
    setMissing(!target);
    if (!target || merging.isPending) return;
    merging.mutate(
      { id: visiting.id, into: target.id },
      {
        onSuccess: () => {
          showToast({ title: t("doctors.merged", { name: isolated(visiting.name), into: isolated(target.name) }) });
          onClose();
        },
      },
    );
  };

  return (
    <Panel title={t("doctors.merge")} onClose={onClose} onSave={merge} saving={merging.isPending} saveLabel={t("doctors.merge")} savingLabel={t("doctors.merging")}>
      {overlaps && target && <OverlapList overlaps={overlaps} visiting={visiting} target={target} />}
      {merging.error && !overlaps && <Note live takesFocus tone="bad">{errorText(merging.error, t)}</Note>}
      <p><Trans i18nKey="doctors.merge_lead" components={{ who: <b><PersonName>{visiting.name}</PersonName></b> }} /></p>
      <Field label={t("doctors.merge_into")} name="into" error={isMissing && t("doctors.merge_missing")}>
        <Select value={into} onChange={(event) => choose(event.target.value)}>
          <option value="">{t("doctors.choose")}</option>
          {known.map(({ id, name, specialty }) => (
            <option key={id} value={id}>{specialty ? `${name}, ${specialty}` : name}</option>
          ))}
        </Select>
      </Field>
      {suggested.length > 0 && (
        <div className="row wrap">
          <span className="hint">{t("doctors.same_name")}</span>
          {suggested.map(({ id, name }) => (
            <Button key={id} small onClick={() => choose(String(id))}><PersonName>{name}</PersonName></Button>
          ))}
        </div>
      )}
      <Note tone="warn" title={t("doctors.what_happens")}>
        <ul className="plain">
          <li>{t("doctors.merge_moves", { count: visiting.coming_appointments })}</li>
          <li>{t("doctors.merge_name")}</li>
          <li>{t("doctors.merge_for_good")}</li>
        </ul>
      </Note>
    </Panel>
  );
}
