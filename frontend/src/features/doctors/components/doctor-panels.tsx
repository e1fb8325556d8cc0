import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/empty-state";
import { Panel } from "@/components/panel";
import type { Doctor } from "@/lib/api";
import { AddDoctorPanel } from "./add-doctor-panel";
import { EditDoctorPanel } from "./edit-doctor-panel";
import { MergePanel } from "./merge-panel";

type DoctorPanelsProps = { panel: { kind: "add" } | { kind: "edit" | "merge"; id: number }; doctors: Doctor[]; onClose: () => void };

/** The panel that the address asks for. */
export function DoctorPanels({ panel, doctors, onClose }: DoctorPanelsProps) {
  const { t } = useTranslation();
  if (panel.kind === "add") return <AddDoctorPanel onClose={onClose} />;
  const doctor = doctors.find(({ id }) => id === panel.id);
  if (!doctor || (panel.kind === "merge" && !doctor.is_visiting)) {
    return (
      <Panel title={t(panel.kind === "edit" ? "doctors.edit" : "doctors.merge")} onClose={onClose}>
        <EmptyState title={t("doctors.gone")}>{t("doctors.gone_text")}</EmptyState>
      </Panel>
    );
  }
  return panel.kind === "edit" ? (
    <EditDoctorPanel key={doctor.id} doctor={doctor} onClose={onClose} />
  ) : (
    <MergePanel key={doctor.id} visiting={doctor} doctors={doctors} onClose={onClose} />
  );
}
