import { ChevronDown, ChevronUp } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Chip } from "@/components/chip";
import { ErrorState } from "@/components/error-state";
import { Icon } from "@/components/icon";
import { Skeleton } from "@/components/skeleton";
import { useRecordVersions } from "@/features/records/api/list-record-versions";
import { historyOf, timesAmended, type Change, type Entry } from "@/features/records/history";
import { useFormats } from "@/lib/format";
import { Named } from "./named";
import { Redlined } from "./redlined";
import { RecordText } from "./record-text";
import { useMoment } from "./use-moment";

/** Everything a record has said: who wrote what, when and why, and what each amendment changed. */
export function RecordHistory({ id }: { id: number }) {
  const { t } = useTranslation();
  const titleId = useId();
  const { data: versions, error, refetch, isFetching } = useRecordVersions(id);
  const history = versions && historyOf(versions);
  const amended = history ? timesAmended(history) : 0;
  return (
    <section className="history" aria-labelledby={titleId}>
      <div className="row wrap">
        <h3 id={titleId}>{t("records.history")}</h3>
        {history && <span className="meta">{amended ? t("records.amended_times", { count: amended }) : t("records.never_amended")}</span>}
      </div>
      {history ? (
        <ol>
          {history.map((entry, index) => (
            <HistoryEntry key={entry.version.version} entry={entry} isCurrent={index === 0} />
          ))}
        </ol>
      ) : error ? (
        <ErrorState title={t("records.history_failed")} error={error} retrying={isFetching} onRetry={() => void refetch()} />
      ) : (
        <Skeleton rows={2} label={t("records.history_loading")} />
      )}
    </section>
  );
}

function HistoryEntry({ entry: { version, what, changes }, isCurrent }: { entry: Entry; isCurrent: boolean }) {
  const { t } = useTranslation();
  const moment = useMoment();
  const [isRead, setRead] = useState(false);
  const textId = useId();
  const number = version.version;
  const isText = what === "written" || what === "amended";
  return (
    <li>
      <p className="row wrap">
        <strong>
          <Named text={`records.what.${what}`} name={version.author_name} />
        </strong>
        <time className="meta" dateTime={version.written_at}>{moment(version.written_at)}</time>
        {isCurrent && <Chip>{t("records.current")}</Chip>}
      </p>
      {what === "amended" && version.reason && <p className="why"><bdi>{version.reason}</bdi></p>}
      {changes.length > 0 && (
        <dl className="changed-fields">
          {changes.map((change) => (
            <ChangedField key={change.field} change={change} />
          ))}
        </dl>
      )}
      {isText && !isCurrent && (
        <>
          <Button variant="quiet" small className="-ms-2.75 mt-1" aria-expanded={isRead} aria-controls={isRead ? textId : undefined} onClick={() => setRead(!isRead)}>
            {isRead ? t("records.hide_version", { number }) : t("records.read_version", { number })}
            <Icon of={isRead ? ChevronUp : ChevronDown} small />
          </Button>
          {isRead && (
            <div id={textId} className="once">
              <OnceSaid version={version} />
            </div>
          )}
        </>
      )}
    </li>
  );
}

function ChangedField({ change: { field, before, after } }: { change: Change }) {
  const { t } = useTranslation();
  const format = useFormats();
  const shown = (value: string) => (field === "record_date" && value ? format.date(value) : value);
  return (
    <div>
      <dt>{t(`records.${field === "doctor_name" ? "doctor" : field}`)}</dt>
      <dd><Redlined before={shown(before)} after={shown(after)} /></dd>
    </div>
  );
}

/** A version in full, as it read then. */
function OnceSaid({ version }: { version: Entry["version"] }) {
  const format = useFormats();
  return (
    <RecordText text={version}>
      <div>
        <p className="said"><strong><bdi>{version.diagnosis}</bdi></strong></p>
        <p className="meta"><bdi>{version.doctor_name}</bdi> · {format.date(version.record_date)}</p>
      </div>
    </RecordText>
  );
}
