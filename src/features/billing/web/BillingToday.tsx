import { lazy } from "react";
import { useSite } from "#platform/web/session.tsx";

const BillingDue = lazy(() => import("./BillingDue.tsx").then((m) => ({ default: m.BillingDue })));

const readers = ["finance", "cashier", "projectManager"] as const;

/** On the first screen of finance, cashier and manager: what billing waits for. Nobody else's first load carries it. */
export function BillingToday({ siteId }: { readonly siteId: string }) {
  const { roles } = useSite();
  return readers.some((role) => roles.includes(role)) ? <BillingDue siteId={siteId} /> : null;
}
