import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Note } from "@/components/note";
import { PersonName } from "@/components/person-name";
import type { Doctor } from "@/lib/api";
import { useFormats } from "@/lib/format";
import type { Overlap } from "@/features/doctors/overlaps";

type OverlapListProps = { overlaps: Overlap[]; visiting: Doctor; target: Doctor };

/** The pairs that stand in the way of a merge, each a way to the appointment that can be moved. */
export function OverlapList({ overlaps, visiting, target }: OverlapListProps) {
  const { t } = useTranslation();
  const format = useFormats();
  return (
    <Note live takesFocus tone="bad" title={t("doctors.overlap_title")}>
      <p>{t("doctors.overlap_text")}</p>
      <ul className="pairs">
        {overlaps.map(({ id, appointment_datetime, ends_at, with_id, with_datetime, with_ends_at }) => (
          <li key={`${id}-${with_id}`}>
            <strong>{format.dayShortYear(format.dayOf(appointment_datetime))}</strong>
            <Side id={id} from={appointment_datetime} until={ends_at} doctor={visiting.name} />
            <Side id={with_id} from={with_datetime} until={with_ends_at} doctor={target.name} />
          </li>
        ))}
      </ul>
    </Note>
  );
}

function Side({ id, from, until, doctor }: { id: number; from: string; until: string; doctor: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const day = format.dayOf(from);
  const values = { from: format.time(from), until: format.time(until) };
  return (
    <span>
      <Link className="tab" to={`/appointments?day=${day}&move=${id}`} aria-label={t("doctors.overlap_move", { ...values, doctor, day: format.dayShort(day) })}>
        {t("doctors.overlap_span", values)}
      </Link>{" "}
      <PersonName>{doctor}</PersonName>
    </span>
  );
}
