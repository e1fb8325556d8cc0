import { X } from "lucide-react";
import { useEffect, useId, useRef, useState, type SubmitEvent, type KeyboardEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { useIsPhone } from "@/lib/media";
import type { UnsavedChanges } from "@/lib/unsaved-changes";
import { Button } from "./button";
import { Chip } from "./chip";
import { IconButton } from "./icon-button";
import { Kbd } from "./kbd";
import { PANEL_PLACE } from "./panel-place";
import { UnsavedDialog } from "./unsaved-dialog";

type PanelProps = {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** what is typed and not yet saved; closing asks first */
  unsaved?: UnsavedChanges;
  /** with it the panel is a form: Enter in a field and Ctrl+Enter anywhere save */
  onSave?: () => void;
  saveLabel?: string;
  savingLabel?: string;
  saving?: boolean;
  /** in the place of the save and close buttons, or before them */
  footer?: ReactNode;
};

/** Edits one thing: beside the work where there is room, over its edge otherwise, the whole screen on a phone. */
export function Panel(props: PanelProps) {
  const place = document.getElementById(PANEL_PLACE);
  return place ? createPortal(<PanelBox {...props} />, place) : <PanelBox {...props} />;
}

function PanelBox({ title, onClose, children, unsaved, onSave, saveLabel, savingLabel, saving, footer }: PanelProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const box = useRef<HTMLDivElement>(null);
  const isPhone = useIsPhone();
  useOnlyThis(box, isPhone); // first, so that what was inert can take the focus back
  useFocusHere(box);

  const close = () => (unsaved ? unsaved.guard(onClose) : onClose());

  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && onSave && !saving) {
      event.preventDefault();
      onSave();
    }
  };

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!saving) onSave?.();
  };

  const inside = (
    <>
      <div className="panel-body stack">{children}</div>
      {(footer ?? onSave) && (
        <div className="panel-foot">
          {onSave && (
            <span className="meta keys row">
              <Kbd keys="Ctrl Enter" /> {t("panel.saves")}
            </span>
          )}
          {footer}
          {onSave && (
            <>
              <Button className="push" onClick={close}>{unsaved?.changed ? t("panel.discard") : t("panel.cancel")}</Button>
              <Button type="submit" variant="primary" busy={saving} busyLabel={savingLabel ?? t("panel.saving")}>{saveLabel ?? t("panel.save")}</Button>
            </>
          )}
        </div>
      )}
    </>
  );

  return (
    <>
      {/* the keys of a panel are the keys of everything inside it */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div ref={box} className="panel" role="dialog" aria-labelledby={titleId} aria-modal={isPhone || undefined} tabIndex={-1} onKeyDown={press}>
        <div className="panel-head">
          <h2 id={titleId}>{title}</h2>
          {unsaved?.changed && <Chip tone="warn">{t("panel.unsaved")}</Chip>}
          <IconButton className="push" icon={X} label={t("panel.close")} onClick={close} />
        </div>
        {onSave ? <form noValidate onSubmit={submit}>{inside}</form> : inside}
      </div>
      {unsaved && <UnsavedDialog unsaved={unsaved} />}
    </>
  );
}

/** Of panels that follow one another, reading and then amending, the first knows where the focus came from. */
let cameFrom: Element | null = null;

/** Takes the focus when it opens and gives it back when it closes. */
function useFocusHere(box: React.RefObject<HTMLElement | null>) {
  // read while it is drawn: by the time of the effect a field inside may have taken the focus by itself
  const [drawnFrom] = useState(() => document.activeElement);
  useEffect(() => {
    const before = drawnFrom?.isConnected ? drawnFrom : cameFrom;
    const panel = box.current;
    if (panel && !panel.contains(document.activeElement)) {
      // a field is what it was opened for; a link above it, to whom it is about, is not
      const first = (kinds: string) => panel.querySelector<HTMLElement>(`.panel-body :is(${kinds}):not([tabindex='-1'], :disabled)`);
      (first("input, select, textarea") ?? first("button, a[href]") ?? panel).focus();
    }
    return () => {
      if (panel?.isConnected) return; // not closed: development rehearses every effect once
      cameFrom = before;
      // whoever closed it may already have moved the focus on purpose
      const isLost = document.activeElement === document.body || panel?.contains(document.activeElement);
      if (!isLost) return;
      const place = before?.isConnected && before !== document.body ? before : document.querySelector("#main h1");
      if (place instanceof HTMLElement) place.focus();
    };
  }, [box, drawnFrom]);
}

/** On a phone the panel is all there is to see, so it is all there is to reach. */
function useOnlyThis(box: React.RefObject<HTMLElement | null>, isPhone: boolean) {
  useEffect(() => {
    const place = box.current?.parentElement;
    if (!isPhone || place?.id !== PANEL_PLACE) return;
    const others = [...(place.parentElement?.children ?? [])].filter((element) => element !== place);
    for (const element of others) element.toggleAttribute("inert", true);
    return () => {
      for (const element of others) element.toggleAttribute("inert", false);
    };
  }, [box, isPhone]);
}
