import { Check, Info, TriangleAlert, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { dismissToast, type Toast } from "@/lib/toasts";
import { Button } from "./button";
import { Icon } from "./icon";
import { IconButton } from "./icon-button";

const ICONS = { ok: Check, info: Info, bad: TriangleAlert };
const SHOWN_FOR = 5000;

/** One line and one action. Goes after five seconds, waits while hovered or focused; trouble stays. */
export function ToastCard({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const [isHovered, setHovered] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const waits = isHovered || isFocused || toast.tone === "bad";

  useEffect(() => {
    if (waits) return;
    const timer = setTimeout(() => dismissToast(toast.id), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [waits, toast.id]);

  const box = useRef<HTMLDivElement>(null);
  const cameFrom = useRef<EventTarget | null>(null);
  // whoever came into it by key goes back to where they were; with it the focus would be gone
  const dismiss = () => {
    const isInside = box.current?.contains(document.activeElement);
    dismissToast(toast.id);
    if (!isInside) return;
    const before = cameFrom.current;
    const place = before instanceof HTMLElement && before.isConnected ? before : document.querySelector<HTMLElement>("#main h1");
    place?.focus({ preventScroll: true });
  };

  const { action } = toast;
  return (
    // hovering and focusing change nothing but the time it has left
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={box}
      className={`toast ${toast.tone}`}
      role={toast.tone === "bad" ? "alert" : undefined}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
      onFocus={(event) => {
        setFocused(true);
        if (!event.currentTarget.contains(event.relatedTarget)) cameFrom.current = event.relatedTarget;
      }}
      onBlur={() => setFocused(false)}
    >
      <Icon of={ICONS[toast.tone]} />
      <div>
        <strong>{toast.title}</strong>
        {toast.detail && <p className="meta">{toast.detail}</p>}
      </div>
      <div className="end">
        {action && (
          <Button
            small
            variant="quiet"
            onClick={() => {
              dismiss();
              action.onAction();
            }}
          >
            {action.label}
          </Button>
        )}
        <IconButton icon={X} small label={t("toast.dismiss")} onClick={dismiss} />
      </div>
    </div>
  );
}
