import { Navigate, Outlet, useLocation } from "react-router";
import { useSession, type User } from "@/lib/session";
import { homeOf } from "./home";
import { NotFound } from "./not-found";

/** Nobody gets past here without having signed in. An expired session stays: its screen is still open. */
export function RequireUser() {
  const { user } = useSession();
  const location = useLocation();
  if (!user) return <Navigate to="/sign-in" replace state={{ from: location.pathname + location.search }} />;
  return <Outlet />;
}

/** A place that is not for everybody looks, to everybody else, as if it were not there. The server decides; this is courtesy. */
export function Only({ who, children }: { who: (user: User) => boolean; children: React.ReactNode }) {
  const { user } = useSession();
  return user && who(user) ? children : <NotFound />;
}

export function Home() {
  const { user } = useSession();
  return <Navigate to={user ? homeOf(user) : "/sign-in"} replace />;
}
