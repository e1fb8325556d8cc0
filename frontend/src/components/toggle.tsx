import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "./icon";

type ToggleProps = { pressed: boolean; onChange: (pressed: boolean) => void; children: ReactNode };

/** A filter that is on or off; the tick says so without colour. */
export function Toggle({ pressed, onChange, children }: ToggleProps) {
  return (
    <button type="button" className="toggle" aria-pressed={pressed} onClick={() => onChange(!pressed)}>
      {pressed && <Icon of={Check} small />}
      {children}
    </button>
  );
}
