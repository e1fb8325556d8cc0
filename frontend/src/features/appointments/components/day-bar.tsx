import { CalendarDays, ChevronLeft, ChevronRight } from "lucide-react";
import { useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { To } from "react-router";
import { ButtonLink } from "@/components/button";
import { IconButton, IconLink } from "@/components/icon-button";
import { Tabs } from "@/components/tabs";
import { addDays, useFormats } from "@/lib/format";
import { useIsPhone } from "@/lib/media";

export type View = "day" | "week" | "all";

type DayBarProps = {
  view: View;
  title: string;
  /** where there is no room for long words */
  shortTitle: string;
  /** beside the title: being refreshed */
  aside?: ReactNode;
  day: string;
  dayTo: (day: string) => To;
  onDay: (day: string) => void;
  viewTo: (view: View) => To;
  finder?: ReactNode;
  actions: ReactNode;
};

/** Where one is in time, and the ways from there: the day before and after, today, any day; a day, a week or all of it. */
export function DayBar({ view, title, shortTitle, aside, day, dayTo, onDay, viewTo, finder, actions }: DayBarProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const views = (["day", "week", "all"] as const).map((key) => ({ key, label: t(`appointments.views.${key}`), to: viewTo(key) }));
  return (
    <div className="daybar">
      <div className="row daybar-title">
        <h1 tabIndex={-1}>{isPhone ? shortTitle : title}</h1>
        {aside}
        {view !== "all" && <DaySteps view={view} {...{ day, dayTo, onDay }} />}
      </div>
      <Tabs look="segments" label={t("appointments.view")} tabs={views} current={view} />
      {finder && <div className="daybar-finder">{finder}</div>}
      <div className="row daybar-actions">{actions}</div>
    </div>
  );
}

function DaySteps({ view, day, dayTo, onDay }: Pick<DayBarProps, "day" | "dayTo" | "onDay"> & { view: "day" | "week" }) {
  const { t } = useTranslation();
  const format = useFormats();
  const step = view === "week" ? 7 : 1;
  return (
    <nav className="row daysteps" aria-label={t("appointments.days")}>
      <IconLink icon={ChevronLeft} directed label={t(`appointments.previous_${view}`)} to={dayTo(addDays(day, -step))} />
      <ButtonLink small kbd="T" to={dayTo(format.dayOf(new Date()))}>{t("appointments.today")}</ButtonLink>
      <IconLink icon={ChevronRight} directed label={t(`appointments.next_${view}`)} to={dayTo(addDays(day, step))} />
      <DayPicker day={day} onDay={onDay} />
    </nav>
  );
}

/** The browser's own calendar, behind a button. */
function DayPicker({ day, onDay }: Pick<DayBarProps, "day" | "onDay">) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <span className="withicon">
      <IconButton icon={CalendarDays} label={t("appointments.choose_day")} onClick={() => picker.current?.showPicker()} />
      <input
        ref={picker}
        type="date"
        className="picker-anchor"
        tabIndex={-1}
        aria-hidden="true"
        value={day}
        onChange={(event) => event.target.value && onDay(event.target.value)}
      />
    </span>
  );
}
