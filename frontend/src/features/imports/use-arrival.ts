import { useEffect, useRef, type RefObject } from "react";

/** What the server answered takes the place of what was pressed, and the focus with it. */
export function useArrival<Element extends HTMLElement>(): RefObject<Element | null> {
  const element = useRef<Element>(null);
  useEffect(() => {
    element.current?.focus();
  }, []);
  return element;
}
