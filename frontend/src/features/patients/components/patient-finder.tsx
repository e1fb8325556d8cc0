import { useId, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { SearchField } from "@/components/search-field";
import { Select } from "@/components/select";
import { Toggle } from "@/components/toggle";
import { ORDERS, type PatientList } from "@/features/patients/use-patient-list";
import { useUser } from "@/lib/session";

type PatientFinderProps = { list: PatientList; input: RefObject<HTMLInputElement | null>; onEnter: () => void };

/** Search as you type, the order, and for an admin the deleted ones. */
export function PatientFinder({ list, input, onEnter }: PatientFinderProps) {
  const { t } = useTranslation();
  const hintId = useId();
  const { role } = useUser();
  const nobodyThere = list.query.data?.data.length === 0 && !list.q;
  return (
    <form
      role="search"
      className="finder"
      onSubmit={(event) => {
        event.preventDefault();
        onEnter();
      }}
    >
      <SearchField
        ref={input}
        label={t("patients.search")}
        placeholder={t("patients.search_by")}
        aria-describedby={hintId}
        kbd="/"
        maxLength={200}
        value={list.text}
        onChange={list.setText}
      />
      <p className="sr-only" id={hintId}>{t("patients.search_hint")}</p>
      <div className="row">
        {!nobodyThere && (
          <Select aria-label={t("patients.order")} value={list.sort} onChange={(event) => list.setSort(event.target.value)}>
            {ORDERS.map((order) => (
              <option key={order} value={order}>{t(`patients.orders.${order}`)}</option>
            ))}
          </Select>
        )}
        {role === "admin" && <Toggle pressed={list.archived} onChange={list.setArchived}>{t("patients.archived")}</Toggle>}
      </div>
    </form>
  );
}
