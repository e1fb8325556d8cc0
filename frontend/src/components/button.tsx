import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { Link, type LinkProps } from "react-router";
import { cx } from "@/lib/cx";
import { Icon, type IconShape } from "./icon";
import { Kbd } from "./kbd";
import { Spinner } from "./spinner";

export type ButtonVariant = "primary" | "default" | "quiet" | "danger";

type Look = {
  variant?: ButtonVariant;
  small?: boolean;
  wide?: boolean;
  icon?: IconShape;
  /** the key that does the same, as a hint; the screen registers it with useShortcuts */
  kbd?: string;
};

export type ButtonProps = Look &
  Omit<ComponentProps<"button">, "disabled"> & {
    disabled?: boolean;
    /** under way: pressed again it does nothing, and it keeps the focus */
    busy?: boolean;
    /** the verb in -ing, "Saving"; the button is as wide as the longer of the two from the start */
    busyLabel?: string;
  };

function look({ variant = "default", small, wide }: Look, more?: string) {
  return cx("btn", variant !== "default" && variant, small && "small", wide && "wide", more);
}

function Contents({ icon, kbd, busy, children }: Pick<Look, "icon" | "kbd"> & { busy?: boolean; children: ReactNode }) {
  return (
    <>
      {busy ? <Spinner /> : icon && <Icon of={icon} />}
      {children}
      {kbd && <Kbd keys={kbd} hidden />}
    </>
  );
}

export function Button({ variant, small, wide, icon, kbd, busy = false, busyLabel, className, children, onClick, type = "button", ...rest }: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button {...rest} type={type} className={look({ variant, small, wide }, className)} aria-busy={busy || undefined} aria-keyshortcuts={kbd?.replace(" ", "+").replace("Ctrl", "Control")} onClick={press}>
      {busyLabel ? (
        <span className="btn-texts">
          <span className={cx(busy && "off")}>
            <Contents icon={icon} kbd={kbd}>{children}</Contents>
          </span>
          <span className={cx(!busy && "off")}>
            <Spinner />
            {busyLabel}
          </span>
        </span>
      ) : (
        <Contents icon={icon} kbd={kbd} busy={busy}>{children}</Contents>
      )}
    </button>
  );
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({ variant, small, wide, icon, kbd, className, children, ...rest }: Look & LinkProps) {
  return (
    <Link {...rest} className={look({ variant, small, wide }, className)} aria-keyshortcuts={kbd}>
      <Contents icon={icon} kbd={kbd}>{children}</Contents>
    </Link>
  );
}
