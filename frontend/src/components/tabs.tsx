import { Link, type To } from "react-router";
import { useFormats } from "@/lib/format";

export type Tab = { key: string; label: string; to: To; count?: number | undefined };

type TabsProps = { label: string; tabs: Tab[]; current: string; look?: "tabs" | "segments" };

/** Views of one thing. They are links: each has an address, and the back button works. */
export function Tabs({ label, tabs, current, look = "tabs" }: TabsProps) {
  const format = useFormats();
  return (
    <nav className={look === "tabs" ? "tabs" : "seg"} aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.key} to={tab.to} aria-current={tab.key === current ? "page" : undefined}>
          {tab.label}
          {tab.count !== undefined && <span className="count">{format.number(tab.count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
