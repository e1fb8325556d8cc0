import { useEffect, useState } from "react";
import { useLocation } from "react-router";

/** What was searched for on each visited place of this tab: in memory, because a name must not stand in an address. */
const searched = new Map<string, string>();

/** The text of the search. Back in the history is back in the search, as if it stood in the address. */
export function useSearchText(): [string, (text: string) => void] {
  const { key } = useLocation();
  const [text, setText] = useState(() => searched.get(key) ?? "");
  const [place, setPlace] = useState(key);
  if (place !== key) {
    setPlace(key);
    const before = searched.get(key);
    if (before !== undefined && before !== text) setText(before);
  }
  useEffect(() => {
    searched.set(key, text);
  }, [key, text]);
  return [text, setText];
}
