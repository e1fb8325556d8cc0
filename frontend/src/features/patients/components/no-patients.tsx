import { Plus, Upload } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { PersonName } from "@/components/person-name";
import { RichText } from "@/components/rich-text";
import type { PatientList } from "@/features/patients/use-patient-list";
import { useUser } from "@/lib/session";

type NoPatientsProps = { list: PatientList; onAdd: () => void };

/** Nobody to show: because nobody was deleted, because nobody matches, or because the clinic has just begun. */
export function NoPatients({ list, onAdd }: NoPatientsProps) {
  const { t } = useTranslation();
  const mayAdd = useUser().role !== "doctor";
  if (list.q) {
    return (
      <div className="sheet" role="status">
        <EmptyState
          title={<RichText of="patients.no_match" parts={{ text: <PersonName>{list.q}</PersonName> }} />}
          actions={
            mayAdd && !list.archived && (
              <Button icon={Plus} onClick={onAdd}>
                <span className="block max-w-60 truncate"><RichText of="patients.add_searched" parts={{ text: <PersonName>{list.q}</PersonName> }} /></span>
              </Button>
            )
          }
        >
          {t("patients.no_match_hint")}
        </EmptyState>
      </div>
    );
  }
  if (list.archived) return <div className="sheet"><EmptyState title={t("patients.none_deleted")}>{t("patients.none_deleted_hint")}</EmptyState></div>;
  return (
    <div className="sheet">
      <EmptyState
        art
        title={t("patients.none_yet")}
        actions={
          mayAdd && (
            <>
              <ButtonLink icon={Upload} to="/patients/import">{t("imports.title")}</ButtonLink>
              <Button icon={Plus} onClick={onAdd}>{t("patients.add")}</Button>
            </>
          )
        }
      >
        {mayAdd ? t("patients.none_yet_hint") : t("patients.none_yet_doctor")}
      </EmptyState>
    </div>
  );
}
