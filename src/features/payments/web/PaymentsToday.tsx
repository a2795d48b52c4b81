import { lazy } from "react";
import { useSite } from "#platform/web/session.tsx";

const PaymentsDue = lazy(() => import("./PaymentsDue.tsx").then((m) => ({ default: m.PaymentsDue })));

const readers = ["finance", "cashier", "projectManager"] as const;

/** On the first screen of finance, cashier and manager: money that waits. Nobody else's first load carries it. */
export function PaymentsToday({ siteId }: { readonly siteId: string }) {
  const { roles } = useSite();
  return readers.some((role) => roles.includes(role)) ? <PaymentsDue siteId={siteId} /> : null;
}
