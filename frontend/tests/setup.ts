import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

// what jsdom has no idea of, in its simplest form

HTMLDialogElement.prototype.showModal = function showModal() {
  this.setAttribute("open", "");
  this.querySelector<HTMLElement>("button, input, select, textarea, a[href]")?.focus();
};
HTMLDialogElement.prototype.close = function close() {
  this.removeAttribute("open");
};
HTMLElement.prototype.showPopover = () => undefined;
HTMLElement.prototype.scrollIntoView = () => undefined;
HTMLElement.prototype.scrollTo = () => undefined;
window.scrollTo = () => undefined;
window.matchMedia = (media) =>
  ({ media, matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;

/** One lock at a time, in order: what the real lock manager promises across tabs. */
let lock: Promise<unknown> = Promise.resolve();
Object.defineProperty(navigator, "locks", {
  value: {
    request: (_name: string, work: () => Promise<unknown>) => {
      const turn = lock.then(work, work);
      lock = turn.catch(() => undefined);
      return turn;
    },
  },
});

afterEach(() => {
  cleanup();
  localStorage.clear();
});
