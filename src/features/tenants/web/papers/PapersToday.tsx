import { lazy } from "react";
import { useSite } from "#platform/web/session.tsx";

const DuePapers = lazy(() => import("./DuePapers.tsx").then((m) => ({ default: m.DuePapers })));

/** On the first screen of whoever checks papers: what expires, has expired or waits. Nobody else's first load carries it. */
export function PapersToday({ siteId }: { readonly siteId: string }) {
  const { roles } = useSite();
  return roles.includes("leasingOfficer") || roles.includes("legal") ? <DuePapers siteId={siteId} /> : null;
}
