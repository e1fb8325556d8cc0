import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/components/icon";
import type { PatientDetail } from "@/lib/api";
import { Blood } from "./blood";
import { Born } from "./born";
import { NextVisit } from "./next-visit";

/** What is known about a patient: label over value; a phone number can be called, an address written to. */
export function PatientFacts({ patient }: { patient: PatientDetail }) {
  const { t } = useTranslation();
  const { phone, email, address, blood_group: group, identifiers } = patient;
  const none = <span className="meta">{t("patients.none")}</span>;
  return (
    <section aria-label={t("patients.facts")} className="stack tight">
      <dl className="facts patient-facts">
        <Fact label={t("patients.born")}><Born on={patient.date_of_birth} /></Fact>
        <Fact label={t("patients.blood_group")}>{group ? <Blood group={group} /> : <span className="meta">{t("patients.blood_unknown")}</span>}</Fact>
        <Fact label={t("patients.phone")}>{phone ? <a href={`tel:${phone.replace(/[^\d+]/g, "")}`}><bdi dir="ltr">{phone}</bdi></a> : none}</Fact>
        <Fact label={t("patients.email")}>{email ? <a href={`mailto:${encodeURIComponent(email)}`}><bdi dir="ltr">{email}</bdi></a> : none}</Fact>
        <Fact label={t("patients.address")}>{address ? <bdi className="whitespace-pre-line">{address}</bdi> : none}</Fact>
        <Fact label={t("patients.next_visit")}><NextVisit visit={patient.next_appointment} /></Fact>
      </dl>
      {identifiers.length > 0 && <Identifiers of={identifiers} />}
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The numbers other systems know this patient by: seldom needed, so folded away. */
function Identifiers({ of }: { of: PatientDetail["identifiers"] }) {
  const { t } = useTranslation();
  return (
    <details className="identifiers">
      <summary>
        <Icon of={ChevronDown} small />
        {t("patients.identifiers", { count: of.length })}
      </summary>
      <dl>
        {of.map(({ system, value }) => (
          <div key={`${system} ${value}`}>
            <dt><bdi dir="ltr">{system}</bdi></dt>
            <dd className="tab"><bdi dir="ltr">{value}</bdi></dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
