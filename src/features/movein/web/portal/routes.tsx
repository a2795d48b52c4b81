import type { FeatureRoutes } from "#platform/web/screens.ts";
import { PaperIcon } from "#ui/mobile/icons.tsx";
import { moveinRights } from "../../contract/rights.ts";
import { labels } from "../labels.ts";

export const moveinPortalScreens: FeatureRoutes = {
  feature: "movein",
  screens: [
    {
      scope: "site",
      path: "movein/cases",
      load: () => import("./PortalMoveInScreen.tsx").then((m) => m.PortalMoveInScreen),
      nav: { group: "tenants", label: labels.ownCases, icon: PaperIcon, to: moveinRights.portal, order: 20 },
    },
  ],
};
