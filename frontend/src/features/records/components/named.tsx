import { PersonName } from "@/components/person-name";
import { RichText } from "@/components/rich-text";

type NamedProps = {
  text: "records.written_by" | `records.what.${"written" | "amended" | "deleted" | "restored" | "merged"}`;
  name: string;
  when?: string;
};

/** A sentence with somebody's name in it. */
export function Named({ text, name, when = "" }: NamedProps) {
  return <RichText of={text} values={{ when }} parts={{ n: <PersonName>{name}</PersonName> }} />;
}
