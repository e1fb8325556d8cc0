import { Users } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { whoChanged } from "@/lib/merge";
import { AllChanges, Value } from "./all-changes";
import { Button } from "./button";
import { Choice } from "./choice";
import { FieldHelp } from "./field";
import { Note } from "./note";
import { PersonName } from "./person-name";

/** One field in three versions, each as it is shown to a person; "" where it is empty. */
export type MeanwhileField = { name: string; label: string; before: string; mine: string; theirs: string };

type ChangedMeanwhileProps = {
  /** what happened: "A colleague saved this patient while you were editing." */
  title: string;
  fields: MeanwhileField[];
  /** saves my changes over their version; where both changed a field and theirs was chosen, its name is in `giveUp` */
  onKeepMine: (giveUp: string[]) => void;
  /** goes on with their version; what I typed is put aside */
  onTakeTheirs: () => void;
  /** being saved */
  busy?: boolean;
};

/** After a 412: nothing was overwritten. What they changed stands beside what I changed, and both can be kept. Put it on top
    of the form; it takes the focus. */
export function ChangedMeanwhile({ title, fields, onKeepMine, onTakeTheirs, busy }: ChangedMeanwhileProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<Record<string, "mine" | "theirs">>({});
  const [isAsked, setAsked] = useState(false);
  const [showsAll, setShowsAll] = useState(false);

  useEffect(() => box.current?.focus(), []);

  const by = (changer: string) => fields.filter(({ before, mine, theirs }) => whoChanged(before, mine, theirs) === changer);
  const both = by("both");
  const open = both.filter(({ name }) => !chosen[name]);

  const keep = () => {
    setAsked(true);
    if (open[0]) box.current?.querySelector<HTMLInputElement>("fieldset[data-open] input")?.focus();
    else onKeepMine(both.filter(({ name }) => chosen[name] === "theirs").map(({ name }) => name));
  };

  return (
    <div ref={box} tabIndex={-1}>
      <Note
        live
        tone="warn"
        icon={Users}
        title={title}
        actions={
          <>
            <Button small busy={busy} busyLabel={t("panel.saving")} onClick={keep}>{t(both.length ? "changed.save_chosen" : "changed.keep_both")}</Button>
            <Button small variant="quiet" onClick={onTakeTheirs}>{t("changed.take_theirs")}</Button>
            <Button small variant="quiet" onClick={() => setShowsAll(true)}>{t("changed.show_all")}</Button>
          </>
        }
      >
        <dl className="changes">
          {by("them").map(({ name, label, before, theirs }) => (
            <div key={name}>
              <dt>{label}</dt>
              <dd><Replaced before={before} now={theirs} /></dd>
            </div>
          ))}
          {by("me").map(({ name, label, mine }) => (
            <div key={name}>
              <dt>{t("changed.yours")}</dt>
              <dd>{label}: <Value>{mine}</Value></dd>
            </div>
          ))}
        </dl>
        {both.map((field) => (
          <BothChanged
            key={field.name}
            field={field}
            chosen={chosen[field.name]}
            isMissing={isAsked && !chosen[field.name]}
            onChoose={(side) => setChosen({ ...chosen, [field.name]: side })}
          />
        ))}
      </Note>
      {showsAll && <AllChanges fields={fields} onClose={() => setShowsAll(false)} />}
    </div>
  );
}

type BothChangedProps = {
  field: MeanwhileField;
  chosen: "mine" | "theirs" | undefined;
  isMissing: boolean;
  onChoose: (side: "mine" | "theirs") => void;
};

/** Two people wrote the same field differently: only a person can say which is right. */
function BothChanged({ field, chosen, isMissing, onChoose }: BothChangedProps) {
  const { t } = useTranslation();
  const helpId = `meanwhile-${field.name}-help`;
  return (
    <fieldset className="field mt-2" data-open={chosen === undefined || undefined} aria-describedby={isMissing ? helpId : undefined}>
      <legend className="text-sm pb-1">{t("changed.both", { field: field.label })}</legend>
      <div className="choices">
        {(["theirs", "mine"] as const).map((side) => (
          <Choice key={side} name={`meanwhile-${field.name}`} checked={chosen === side} onChange={() => onChoose(side)}>
            <span className="text-sm whitespace-nowrap">{t(side === "mine" ? "changed.yours" : "changed.theirs")}:</span> <Value>{field[side]}</Value>
          </Choice>
        ))}
      </div>
      <FieldHelp id={helpId} error={isMissing && t("changed.choose")} />
    </fieldset>
  );
}

function Replaced({ before, now }: { before: string; now: string }) {
  return (
    <>
      {before && <><del><PersonName>{before}</PersonName></del> </>}
      <ins><Value>{now}</Value></ins>
    </>
  );
}
