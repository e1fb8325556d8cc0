import { CalendarDays, FileText, Stethoscope, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { Icon } from "@/components/icon";
import { mayReadRecords, useUser, type User } from "@/lib/session";

const PLACES = [
  { to: "/patients", text: "nav.patients", icon: Users, isFor: () => true },
  { to: "/appointments", text: "nav.appointments", icon: CalendarDays, isFor: () => true },
  { to: "/records", text: "nav.records", icon: FileText, isFor: mayReadRecords },
  { to: "/doctors", text: "nav.doctors", icon: Stethoscope, isFor: (user: User) => user.role === "admin" },
] as const;

/** The main places, as tabs in the header and at the bottom edge on a phone; nobody sees a door that is locked for them. */
export function Nav() {
  const { t } = useTranslation();
  const user = useUser();
  return (
    <nav className="nav" aria-label={t("nav.main")}>
      {PLACES.filter(({ isFor }) => isFor(user)).map(({ to, text, icon }) => (
        <NavLink key={to} to={to}>
          <Icon of={icon} />
          <span>{t(text)}</span>
        </NavLink>
      ))}
    </nav>
  );
}
