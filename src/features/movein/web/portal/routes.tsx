import type { FeatureRoutes } from "#platform/web/screens.ts";
import { PaperIcon } from "#ui/mobile/icons.tsx";
import { labels } from "../labels.ts";

export const moveinPortalScreens: FeatureRoutes = {
  feature: "movein",
  screens: [
    {
      scope: "site",
      path: "movein/cases",
      load: () => import("./PortalMoveInScreen.tsx").then((m) => m.PortalMoveInScreen),
      // Everybody here is a tenant's contact: the rights need not come along with the first load.
      nav: { group: "tenants", label: labels.ownCases, icon: PaperIcon, order: 20 },
    },
  ],
};
