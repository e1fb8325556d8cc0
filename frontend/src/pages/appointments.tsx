import { Plus } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, type To } from "react-router";
import { Button } from "@/components/button";
import { Refreshing } from "@/components/refreshing";
import { SearchField } from "@/components/search-field";
import { ActionDialogs } from "@/features/appointments/components/action-dialogs";
import { DayBar } from "@/features/appointments/components/day-bar";
import { Days, SHOWN_APPOINTMENTS } from "@/features/appointments/components/days";
import { daysText, firstWeekday, weekOf } from "@/features/appointments/day";
import { mayMove, nextStep } from "@/features/appointments/rules";
import { useAppointmentActions } from "@/features/appointments/use-appointment-actions";
import type { Appointment } from "@/lib/api";
import { clinic } from "@/lib/clinic";
import { addDays, useFormats } from "@/lib/format";
import { loadAllTexts } from "@/lib/i18n";
import { usePageTitle } from "@/lib/page-title";
import { useShortcuts } from "@/lib/shortcuts";
import { useAppointmentsAddress } from "./appointments-address";
import { useIsRefreshing } from "./use-is-refreshing";

// forms and the list of all are fetched when somebody goes there, with their words; the day is what everybody waits for
const AllAppointments = lazy(async () => {
  const [{ AllAppointments: Component }] = await Promise.all([import("@/features/appointments/components/all-appointments"), loadAllTexts()]);
  return { default: Component };
});
const AppointmentPanels = lazy(async () => {
  const [{ AppointmentPanels: Component }] = await Promise.all([import("./appointment-panels"), loadAllTexts()]);
  return { default: Component };
});

/** The diary as an agenda: a day, a week, or all there is. */
export default function AppointmentsPage() {
  const { t, i18n } = useTranslation();
  const format = useFormats();
  const navigate = useNavigate();
  const today = format.dayOf(new Date());
  const address = useAppointmentsAddress(today);
  const { view, day } = address;
  const search = useRef<HTMLInputElement>(null);
  // a name is never in the address
  const [name, setName] = useState("");
  const [current, setCurrent] = useState<Appointment | null>(null);
  const go = (to: To) => void navigate(to);

  const actions = useAppointmentActions({
    onMove: ({ id }) => go(address.panelTo({ move: id })),
    onEdit: ({ id }) => go(address.panelTo({ edit: id })),
    onBookAgain: ({ patient_id }) => go(address.panelTo({ book: patient_id })),
  });
  const book = () => go(address.panelTo({ panel: "book" }));

  const days = view === "week" ? weekOf(day, firstWeekday(clinic.country)) : [day];
  const title = useTitle(view, days, today);
  usePageTitle(title);
  const isRefreshing = useIsRefreshing();

  const step = view === "week" ? 7 : 1;
  // two quick presses of a key are two days, also when the first has not arrived yet
  const heading = useRef(day);
  useEffect(() => {
    heading.current = day;
  }, [day]);
  const stepBy = (by: number) => {
    heading.current = addDays(heading.current, by);
    go(address.dayTo(heading.current));
  };
  const isRtl = i18n.dir() === "rtl";
  const next = current && nextStep(current.status, format.dayOf(current.appointment_datetime), today);
  useShortcuts([
    { key: isRtl ? "ArrowRight" : "ArrowLeft", print: "← →", label: t(view === "week" ? "appointments.keys.week" : "appointments.keys.day"), run: () => stepBy(-step), disabled: view === "all" },
    { key: isRtl ? "ArrowLeft" : "ArrowRight", unlisted: true, label: "", run: () => stepBy(step), disabled: view === "all" },
    { key: "t", label: t("appointments.keys.today"), run: () => go(address.dayTo(today)) },
    { key: "n", label: t("appointments.keys.book"), run: book },
    { key: "s", label: t("appointments.keys.step"), run: () => current && next && actions.step(current, next), disabled: !next },
    { key: "m", label: t("appointments.keys.move"), run: () => current && actions.onMove(current), disabled: !current || !mayMove(current.status) },
    { key: "e", label: t("appointments.keys.edit"), run: () => current && actions.onEdit(current), disabled: !current },
    { key: "/", label: t("appointments.keys.search"), run: () => search.current?.focus(), disabled: view === "all" },
  ]);

  return (
    <div className="page agenda">
      <DayBar
        view={view}
        title={title}
        shortTitle={view === "day" ? format.dayShort(day) : title}
        aside={<Refreshing active={isRefreshing} />}
        day={day}
        dayTo={address.dayTo}
        onDay={(chosen) => go(address.dayTo(chosen))}
        viewTo={address.viewTo}
        finder={view !== "all" && <FindPatient name={name} onName={setName} input={search} />}
        actions={<Button variant="primary" icon={Plus} kbd="N" onClick={book}>{t("appointments.book.open")}</Button>}
      />
      {view === "all" ? (
        <Suspense>
          <AllAppointments
            {...address.all}
            whenTo={address.whenTo}
            dayTo={address.dayTo}
            onFilter={(filter) => go(address.filterTo(filter))}
            onClear={() => go(address.clearTo())}
            actions={actions}
            onCurrent={setCurrent}
          />
        </Suspense>
      ) : (
        <Days
          days={days}
          name={name}
          doctorId={address.doctorId}
          onDoctor={(doctor) => go(address.filterTo({ doctor }))}
          statuses={address.statuses}
          onStatuses={(statuses) => go(address.filterTo({ status: statuses.join() || null }))}
          onClear={() => {
            setName("");
            go(address.clearTo());
          }}
          dayTo={address.dayTo}
          allTo={address.viewTo("all")}
          onBook={book}
          actions={actions}
          onCurrent={setCurrent}
        />
      )}
      <Suspense>
        {address.panel && <AppointmentPanels address={address} panel={address.panel} />}
      </Suspense>
      <ActionDialogs actions={actions} />
    </div>
  );
}

type FindPatientProps = { name: string; onName: (name: string) => void; input: RefObject<HTMLInputElement | null> };

function FindPatient({ name, onName, input }: FindPatientProps) {
  const { t } = useTranslation();
  return (
    <SearchField ref={input} label={t("appointments.find")} placeholder={t("appointments.find_hint")} kbd="/" value={name} onChange={onName} aria-controls={SHOWN_APPOINTMENTS} />
  );
}

function useTitle(view: "day" | "week" | "all", days: string[], today: string): string {
  const { t } = useTranslation();
  const format = useFormats();
  const [first = today, last = first] = [days[0], days.at(-1)];
  const isThisYear = (day: string) => day.slice(0, 4) === today.slice(0, 4);
  if (view === "all") return t("appointments.title");
  if (view === "day") return isThisYear(first) ? format.dayLong(first) : format.dayLongYear(first);
  return daysText(first, last, format.locale, today);
}
