import { lazy } from "react";
import { useSite } from "#platform/web/session.tsx";

const MoveInNext = lazy(() => import("./parts.tsx").then((m) => ({ default: m.MoveInNext })));

const readers = ["projectManager", "serviceOfficer", "serviceSupervisor", "technician", "engSupervisor", "cashier", "leasingOfficer"] as const;

/** On the first screen of those whose turn it may be. Nobody else's first load carries it. */
export function MoveInToday({ siteId }: { readonly siteId: string }) {
  const { roles } = useSite();
  return readers.some((role) => roles.includes(role)) ? <MoveInNext siteId={siteId} /> : null;
}
