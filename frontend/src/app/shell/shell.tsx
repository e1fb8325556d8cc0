import { lazy, Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, useNavigation } from "react-router";
import { OfflineBanner } from "@/components/offline-banner";
import { PANEL_PLACE } from "@/components/panel-place";
import { Toaster } from "@/components/toaster";
import { clinic } from "@/lib/clinic";
import { useHealth } from "@/lib/health";
import { AccountMenu } from "./account-menu";
import { BrandMark } from "./brand";
import { KeysHelp } from "./keys-dialog";
import { Nav } from "./nav";
import { StatusBar } from "./status-bar";
import { useArrival } from "./use-arrival";

// fetched right after the first screen is there: by the time a session has ended, it waits in memory
const SignInAgain = lazy(async () => ({ default: (await import("@/app/sign-in/sign-in-again")).SignInAgain }));

/** What stands around every screen of a signed-in user. */
export function Shell() {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  const isLoading = useNavigation().state === "loading";
  const { offlineSince } = useHealth();
  useArrival(main);

  return (
    <>
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t("app.skip")}</a>
      <div className="app">
        <header className="top">
          <Link className="brand" to="/">
            <BrandMark />
            <span>
              {clinic.name}
              <small>{t("app.name")}</small>
            </span>
          </Link>
          <Nav />
          <span className="push" />
          <AccountMenu />
        </header>
        <div className="strip">{offlineSince && <OfflineBanner since={offlineSince} />}</div>
        <main id="main" ref={main} tabIndex={-1} aria-busy={isLoading || undefined}>
          <Outlet />
        </main>
        <div id={PANEL_PLACE} className="side" />
        <StatusBar />
      </div>
      <Toaster />
      <KeysHelp />
      <Suspense>
        <SignInAgain />
      </Suspense>
    </>
  );
}
