import { useSearchParams, type To } from "react-router";
import type { AppointmentStatus } from "@/lib/api";
import { withQuery } from "@/lib/search-params";

type View = "day" | "week" | "all";
type When = "coming" | "past" | "any";
/** The parameters that hold a panel: one is open at a time. */
export const PANELS = ["panel", "book", "edit", "move"] as const;
export type OpenPanel = { kind: "new-patient" } | { kind: "book"; patientId: number | null } | { kind: "edit" | "move"; id: number };

const STATUSES: readonly string[] = ["scheduled", "confirmed", "arrived", "in_room", "completed", "cancelled", "no_show"] satisfies AppointmentStatus[];
const ISO_DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** A day that there is; somebody may have typed the address by hand. */
function dayFrom(text: string | null): string | null {
  if (!text || !ISO_DAY.test(text)) return null;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

function idFrom(text: string | null): number | null {
  return text && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
}

const isStatus = (text: string): text is AppointmentStatus => STATUSES.includes(text);

/** What the address of the appointments page says, and the addresses that lead on from it:
    ?view=week&day=2026-11-17&doctor=3&status=arrived,in_room, and over it ?panel=book, ?book=12, ?edit=7 or ?move=7. */
export function useAppointmentsAddress(today: string) {
  const [params] = useSearchParams();
  const to = (changes: Record<string, string | number | null>): To => withQuery(params, changes);
  const asked = params.get("view");
  const view: View = asked === "week" || asked === "all" ? asked : "day";
  const statuses = (params.get("status") ?? "").split(",").filter(isStatus);
  const doctorId = idFrom(params.get("doctor"));

  return {
    view,
    day: dayFrom(params.get("day")) ?? today,
    doctorId,
    statuses,
    all: { when: whenIn(params), doctorId, status: statuses[0] ?? null, patientId: idFrom(params.get("patient")) },
    panel: panelIn(params),
    /** the day itself, also out of the list of all; today needs no mention, and stays today tomorrow */
    dayTo: (day: string) => to({ day: day === today ? null : day, view: view === "all" ? null : asked, pages: null, when: null, patient: null }),
    viewTo: (next: View) => to({ view: next === "day" ? null : next, pages: null, when: null, patient: null, ...(next === "all" && { status: null }) }),
    whenTo: (next: When) => to({ when: next === "coming" ? null : next, pages: null }),
    filterTo: (filter: Record<string, string | number | null>) => to({ ...filter, pages: null }),
    clearTo: () => to({ doctor: null, status: null, patient: null, pages: null, ...(view === "all" && { when: "any" }) }),
    panelTo: (panel: Partial<Record<(typeof PANELS)[number], string | number>> | null) => to({ ...Object.fromEntries(PANELS.map((name) => [name, null])), ...panel }),
  };
}

export type AppointmentsAddress = ReturnType<typeof useAppointmentsAddress>;

function whenIn(params: URLSearchParams): When {
  const when = params.get("when");
  return when === "past" || when === "any" ? when : "coming";
}

function panelIn(params: URLSearchParams): OpenPanel | null {
  const edit = idFrom(params.get("edit"));
  if (edit) return { kind: "edit", id: edit };
  const move = idFrom(params.get("move"));
  if (move) return { kind: "move", id: move };
  if (params.get("panel") === "new") return { kind: "new-patient" };
  const patientId = idFrom(params.get("book"));
  return patientId || params.get("panel") === "book" ? { kind: "book", patientId } : null;
}
