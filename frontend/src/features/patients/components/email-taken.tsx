import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { PersonName } from "@/components/person-name";
import { RichText } from "@/components/rich-text";
import type { Holder } from "@/features/patients/use-patient-form";
import { useFormats } from "@/lib/format";

/** Whose address it is. The link opens beside, so that what was typed stays. */
export function EmailTaken({ holder }: { holder: Holder }) {
  const { t } = useTranslation();
  const format = useFormats();
  return (
    <>
      <RichText
        of="patients.problem.email_held"
        values={{ born: format.date(holder.date_of_birth) }}
        parts={{ name: <PersonName>{holder.name}</PersonName> }}
      />{" "}
      <Link to={`/patients/${holder.id}`} target="_blank">{t("patients.problem.open_holder")}</Link>
    </>
  );
}
