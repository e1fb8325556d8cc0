import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/checkbox";
import { Choice } from "@/components/choice";
import { Combobox } from "@/components/combobox";
import { DateField } from "@/components/date-field";
import { ErrorSummary } from "@/components/error-summary";
import { Field } from "@/components/field";
import { FieldGroup } from "@/components/field-group";
import { Input } from "@/components/input";
import { SearchField } from "@/components/search-field";
import { Select } from "@/components/select";
import { Textarea } from "@/components/textarea";
import { TimeField } from "@/components/time-field";
import { dateError } from "@/lib/date-check";
import { useFormats } from "@/lib/format";
import { Spec } from "./spec";

const PEOPLE = ["Ásdís Jónsdóttir", "Asdhir Patel", "أمل الحداد", "Олена Шевченко", "李Schröder 美玲"];

export function DesignFields() {
  const { t } = useTranslation();
  const format = useFormats();
  const [born, setBorn] = useState("31.02.1991");
  const [day, setDay] = useState("2026-11-17");
  const [time, setTime] = useState("09:30");
  const [search, setSearch] = useState("");
  const [person, setPerson] = useState<string | null>(null);
  const [matches, setMatches] = useState(PEOPLE);
  return (
    <>
      <Spec name="SearchField">
        <SearchField label="Search patients" placeholder="Name, phone, email or date of birth" kbd="/" value={search} onChange={setSearch} />
      </Spec>
      <Spec name="Field with Input, Select, DateField, TimeField, Textarea">
        <form className="sheet pad stack" noValidate>
          <ErrorSummary attempt={1} errors={[{ name: "born", label: "Date of birth" }, { name: "email", label: "Email" }]} />
          <Field label="Name" name="name"><Input defaultValue="Олена Шевченко" /></Field>
          <div className="grid2">
            <Field label="Date of birth" name="born" error={dateError(born, t, format)}><DateField value={born} onChange={setBorn} /></Field>
            <Field label="Blood group" name="blood" optional>
              <Select defaultValue="O-">
                <option>O-</option>
                <option>AB+</option>
              </Select>
            </Field>
            <Field label="Day" name="day"><DateField calendar value={day} onChange={setDay} /></Field>
            <Field label="Start" name="start"><TimeField value={time} onChange={setTime} /></Field>
          </div>
          <Field label="Email" name="email" error="Already used by another patient."><Input type="email" defaultValue="olena@mail.example" /></Field>
          <Field label="Phone" name="phone" hint="Reminders go here by SMS."><Input type="tel" defaultValue="+49 30 5550 2231" /></Field>
          <Field label="Number" name="number"><Input readOnly defaultValue="P-1284" /></Field>
          <Field label="Address" name="address" optional><Textarea defaultValue={"Gneisenaustr. 41\n10961 Berlin"} /></Field>
          <FieldGroup label="Length" hint="As long as visits of this kind usually take.">
            <div className="choices">
              <Choice name="length" defaultChecked>15 min</Choice>
              <Choice name="length">30 min</Choice>
              <Choice name="length">60 min</Choice>
            </div>
          </FieldGroup>
          <Checkbox defaultChecked>Tell the patient</Checkbox>
        </form>
      </Spec>
      <Spec name="Combobox">
        <Field label="Patient" name="patient">
          <Combobox
            value={person}
            onChange={setPerson}
            options={matches}
            onSearch={(text) => setMatches(PEOPLE.filter((name) => name.toLowerCase().includes(text.toLowerCase())))}
            getKey={(name) => name}
            getText={(name) => name}
            placeholder="Name or phone"
          />
        </Field>
      </Spec>
    </>
  );
}
