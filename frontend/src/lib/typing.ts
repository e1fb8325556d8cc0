const TEXT_TYPES = /^(text|search|email|tel|url|password|number|date|time)$/;

/** Whether keys are being written somewhere, so that they must not do anything else. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return TEXT_TYPES.test(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** A menu, list or modal dialog has its own keys while it is open. */
export function hasOwnKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="menu"], [role="listbox"], dialog, [role="dialog"]') !== null;
}
