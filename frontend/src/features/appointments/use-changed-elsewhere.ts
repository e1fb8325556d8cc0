import { useEffect, useState } from "react";
import type { Appointment } from "@/lib/api";
import { isOwnChange } from "./api/fresh";

const TINTED_FOR = 1_200;

/** The rows that another desk has just changed or added, for the moment in which that is news. */
export function useChangedElsewhere(rows: Appointment[]): ReadonlySet<number> {
  const [known, setKnown] = useState(() => versionsOf(rows));
  const [changed, setChanged] = useState<ReadonlySet<number>>(new Set());

  // compared while rendering, so that a row is never painted once without its tint
  const isSameList = rows.some(({ id }) => known.has(id));
  const news = rows.filter(({ id, version }) => known.get(id) !== version);
  if (news.length || known.size !== rows.length) {
    setKnown(versionsOf(rows));
    // another day is another list: all of it is new and nothing of it is news
    const fromElsewhere = isSameList ? news.filter((row) => !isOwnChange(row)) : [];
    if (fromElsewhere.length) setChanged(new Set(fromElsewhere.map(({ id }) => id)));
  }

  useEffect(() => {
    if (!changed.size) return;
    const timer = setTimeout(() => setChanged(new Set()), TINTED_FOR);
    return () => clearTimeout(timer);
  }, [changed]);
  return changed;
}

function versionsOf(rows: Appointment[]): Map<number, number> {
  return new Map(rows.map(({ id, version }) => [id, version]));
}
