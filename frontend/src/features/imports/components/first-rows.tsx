import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Chip } from "@/components/chip";
import { PersonName } from "@/components/person-name";
import { Sheet } from "@/components/sheet";
import { Table, type Column } from "@/components/table";
import type { ImportReport } from "@/features/imports/report";
import { useFormats, type Formats } from "@/lib/format";

type Row = NonNullable<ImportReport["preview"]>[number];

const TONES = { created: "ok", completed: "info", unchanged: "plain" } as const;

function columnsOf(t: TFunction, format: Formats): Column<Row>[] {
  const none = <span className="meta max-tablet:hidden">{t("imports.none")}</span>;
  return [
    { key: "name", header: t("imports.field.name"), kind: "title", cell: ({ name }) => <span className="name"><PersonName>{name}</PersonName></span> },
    { key: "born", header: t("imports.field.date_of_birth"), cell: ({ date_of_birth: born }) => <time dateTime={born}>{format.date(born)}</time> },
    { key: "phone", header: t("imports.field.phone"), cell: ({ phone }) => (phone ? <bdi dir="ltr">{phone}</bdi> : none) },
    { key: "email", header: t("imports.field.email"), cell: ({ email }) => (email ? <bdi dir="ltr">{email}</bdi> : none) },
    { key: "address", header: t("imports.field.address"), wrap: true, cell: ({ address }) => (address ? <bdi>{address}</bdi> : none) },
    { key: "numbers", header: t("imports.field.identifiers"), from: "medium", offCard: true, cell: ({ identifiers }) => format.number(identifiers.length) },
    { key: "outcome", header: t("imports.outcome.title"), cell: ({ outcome }) => <Chip tone={TONES[outcome]}>{t(`imports.outcome.${outcome}`)}</Chip> },
  ];
}

/** The first rows as they would be stored: wrong columns and broken accents are seen here. */
export function FirstRows({ rows }: { rows: Row[] }) {
  const { t } = useTranslation();
  const format = useFormats();
  if (rows.length === 0) return null;
  return (
    <Sheet title={t("imports.first_rows")} className="list">
      <Table label={t("imports.first_rows")} columns={columnsOf(t, format)} rows={rows} getKey={({ line }) => line} />
    </Sheet>
  );
}
