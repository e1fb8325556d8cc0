import { Trans } from "react-i18next";
import { PersonName } from "@/components/person-name";

type NamedProps = {
  text: "records.for" | "records.written_by" | `records.what.${"written" | "amended" | "deleted" | "restored"}`;
  name: string;
  when?: string;
};

/** A sentence with somebody's name in it. The name is put in as an element: as a value it would be read as markup. */
export function Named({ text, name, when }: NamedProps) {
  return <Trans i18nKey={text} components={{ n: <PersonName>{name}</PersonName> }} values={{ when }} />;
}
