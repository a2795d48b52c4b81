import type { FeatureRoutes } from "#platform/web/screens.ts";
import { PaperIcon } from "#ui/mobile/icons.tsx";
import { paymentsRights } from "../../contract/rights.ts";
import { labels } from "../labels.ts";

export const paymentsPortalScreens: FeatureRoutes = {
  feature: "payments",
  screens: [
    {
      scope: "site",
      path: "payments/received",
      load: () => import("./PortalPaymentsScreen.tsx").then((m) => m.PortalPaymentsScreen),
      nav: { group: "money", label: labels.ownPayments, icon: PaperIcon, to: paymentsRights.portal, order: 40 },
    },
    { scope: "site", path: "payments/received/$paymentId", load: () => import("./PortalPaymentScreen.tsx").then((m) => m.PortalPaymentScreen) },
  ],
};
