import { useEffect, useRef, type RefObject } from "react";
import { useLocation } from "react-router";

/** A new page starts at its top with the focus on its heading, as a page load would. Filters and panels change only the
    query and leave the focus where it is. */
export function useArrival(main: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  const shown = useRef(pathname);

  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.scrollTo({ top: 0 });
    window.scrollTo({ top: 0 });
    const heading = main.current?.querySelector<HTMLElement>("h1");
    (heading ?? main.current)?.focus({ preventScroll: true });
  }, [pathname, main]);
}
