import { useTranslation } from "react-i18next";
import { whoChanged } from "@/lib/merge";
import { Button } from "./button";
import type { MeanwhileField } from "./changed-meanwhile";
import { Dialog } from "./dialog";
import { PersonName } from "./person-name";

type AllChangesProps = { fields: MeanwhileField[]; onClose: () => void };

/** Every field that somebody changed, whole and in three versions. */
export function AllChanges({ fields, onClose }: AllChangesProps) {
  const { t } = useTranslation();
  const changed = fields.filter(({ before, mine, theirs }) => whoChanged(before, mine, theirs) !== "nobody");
  return (
    <Dialog broad title={t("changed.all")} onClose={onClose}>
      <table className="versions">
        <thead>
          <tr>
            <th scope="col">{t("changed.field")}</th>
            <th scope="col">{t("changed.before")}</th>
            <th scope="col">{t("changed.theirs")}</th>
            <th scope="col">{t("changed.yours")}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map(({ name, label, before, mine, theirs }) => (
            <tr key={name}>
              <th scope="row">{label}</th>
              <td><Value>{before}</Value></td>
              <td className={theirs === before ? undefined : "new"}><Value>{theirs}</Value></td>
              <td className={mine === before ? undefined : "new"}><Value>{mine}</Value></td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="actions">
        <Button variant="primary" onClick={onClose}>{t("keys.done")}</Button>
      </div>
    </Dialog>
  );
}

/** A value in its own direction; an empty one has a word. */
export function Value({ children }: { children: string }) {
  const { t } = useTranslation();
  return children ? <PersonName>{children}</PersonName> : <em>{t("changed.empty")}</em>;
}
