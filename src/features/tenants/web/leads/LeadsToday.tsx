import { lazy } from "react";
import { useSite } from "#platform/web/session.tsx";

const DueLeads = lazy(() => import("./DueLeads.tsx").then((m) => ({ default: m.DueLeads })));

/** On the leasing officer's first screen: what is due today. Nobody else's first load carries it. */
export function LeadsToday({ siteId }: { readonly siteId: string }) {
  return useSite().roles.includes("leasingOfficer") ? <DueLeads siteId={siteId} /> : null;
}
