import { CalendarOff, CalendarPlus, Ellipsis, Merge, Pencil, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, type To } from "react-router";
import { Button } from "@/components/button";
import { Chip } from "@/components/chip";
import { IconButton } from "@/components/icon-button";
import { Menu } from "@/components/menu";
import { PersonName } from "@/components/person-name";
import { Table, type Column } from "@/components/table";
import type { Doctor } from "@/lib/api";
import { cx } from "@/lib/cx";
import { useFormats } from "@/lib/format";
import { useDoctorSwitches } from "@/features/doctors/use-doctor-switches";

type DoctorTableProps = {
  label: string;
  doctors: Doctor[];
  /** visiting doctors can be merged into somebody or taken in */
  isVisiting?: boolean;
  editTo: (doctor: Doctor) => To;
  onEdit: (doctor: Doctor) => void;
  onMerge: (doctor: Doctor) => void;
  onCurrent: (doctor: Doctor | null) => void;
};

export function DoctorTable({ label, doctors, isVisiting = false, editTo, onEdit, onMerge, onCurrent }: DoctorTableProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const switches = useDoctorSwitches();

  const columns: Column<Doctor>[] = [
    {
      key: "name",
      header: t("doctors.name"),
      kind: "title",
      cell: (doctor) => (
        <span className="row wrap">
          <Link className={cx("name", !doctor.is_active && "quiet")} to={editTo(doctor)}><PersonName>{doctor.name}</PersonName></Link>
          {!doctor.is_active && <Chip>{t("doctors.inactive")}</Chip>}
        </span>
      ),
    },
    { key: "specialty", header: t("doctors.specialty"), cell: ({ specialty }) => specialty && <bdi>{specialty}</bdi> },
    {
      key: "coming",
      header: t("doctors.coming"),
      cell: ({ id, name, coming_appointments: count }) =>
        count > 0 ? (
          <Link className="daylink tab" to={`/appointments?view=all&doctor=${id}`} aria-label={t("doctors.show_coming", { count, name })}>
            {t("doctors.coming_count", { count })}
          </Link>
        ) : (
          <span className="meta">{t("doctors.none_coming")}</span>
        ),
    },
    {
      key: "actions",
      header: t("doctors.actions"),
      hideHeader: true,
      kind: "acts",
      cell: (doctor) => (
        <span className="acts">
          {isVisiting && doctor.is_active && (
            <Button small aria-label={t("doctors.merge_of", { name: doctor.name })} onClick={() => onMerge(doctor)}>{t("doctors.merge_short")}</Button>
          )}
          {!isVisiting && <IconButton small icon={Pencil} label={t("doctors.edit_of", { name: doctor.name })} onClick={() => onEdit(doctor)} />}
          <Menu
            trigger={<IconButton small icon={Ellipsis} label={t("doctors.more_of", { name: doctor.name })} aria-busy={switches.busyId === doctor.id || undefined} />}
            items={[
              { key: "edit", label: t("doctors.edit_short"), icon: Pencil, onSelect: () => onEdit(doctor) },
              ...(isVisiting
                ? [
                    { key: "merge", label: t("doctors.merge"), icon: Merge, onSelect: () => onMerge(doctor) },
                    { key: "take", label: t("doctors.take_in"), icon: UserPlus, onSelect: () => switches.takeIn(doctor) },
                  ]
                : []),
              doctor.is_active
                ? { key: "off", label: t("doctors.deactivate"), icon: CalendarOff, onSelect: () => switches.setActive(doctor, false) }
                : { key: "on", label: t("doctors.activate"), icon: CalendarPlus, onSelect: () => switches.setActive(doctor, true) },
            ]}
          />
        </span>
      ),
    },
  ];
  // who no longer works here comes last
  const rows = [...doctors].sort((a, b) => Number(b.is_active) - Number(a.is_active) || a.name.localeCompare(b.name, format.locale));
  return <Table label={label} columns={columns} rows={rows} getKey={({ id }) => id} onCurrent={onCurrent} />;
}
