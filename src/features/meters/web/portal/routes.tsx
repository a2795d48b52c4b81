import type { FeatureRoutes } from "#platform/web/screens.ts";
import { MeterIcon } from "#ui/mobile/icons.tsx";
import { metersRights } from "../../contract/rights.ts";
import { labels } from "../labels.ts";

export const metersPortalScreens: FeatureRoutes = {
  feature: "meters",
  screens: [
    {
      scope: "site",
      path: "meters/shares",
      load: () => import("./SharesScreen.tsx").then((m) => m.SharesScreen),
      nav: { group: "desk", label: labels.shares, icon: MeterIcon, to: metersRights.portal, order: 40 },
    },
  ],
};
