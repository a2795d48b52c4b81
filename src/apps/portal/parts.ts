import type { PartsByPlace } from "#platform/web/parts.tsx";

/** What later features add to screens of earlier ones. */
export const parts: PartsByPlace = {
  bill: [() => import("#features/payments/web/portal/PortalSettlements.tsx").then((m) => m.PortalSettlements)],
};
