import type { FeatureRoutes } from "#platform/web/screens.ts";
import { PaperIcon } from "#ui/mobile/icons.tsx";
import { billingRights } from "../../contract/rights.ts";
import { labels } from "../labels.ts";

export const billingPortalScreens: FeatureRoutes = {
  feature: "billing",
  screens: [
    {
      scope: "site",
      path: "billing/bills",
      load: () => import("./PortalBillsScreen.tsx").then((m) => m.PortalBillsScreen),
      nav: { group: "money", label: labels.ownBills, icon: PaperIcon, to: billingRights.portal, order: 30 },
    },
    { scope: "site", path: "billing/start", load: () => import("./StartScreen.tsx").then((m) => m.StartScreen) },
    { scope: "site", path: "billing/bills/$billId", load: () => import("./PortalBillScreen.tsx").then((m) => m.PortalBillScreen) },
  ],
};
