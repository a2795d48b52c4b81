import type { FeatureRoutes } from "#platform/web/screens.ts";
import { PaperIcon } from "#ui/mobile/icons.tsx";
import { fitoutRights } from "../../contract/rights.ts";
import { labels } from "../labels.ts";

export const fitoutPortalScreens: FeatureRoutes = {
  feature: "fitout",
  screens: [
    {
      scope: "site",
      path: "fitout/cases",
      load: () => import("./OwnCasesScreen.tsx").then((m) => m.OwnCasesScreen),
      nav: { group: "desk", label: labels.portal, icon: PaperIcon, to: fitoutRights.portal, order: 50 },
    },
    { scope: "site", path: "fitout/cases/$caseId", load: () => import("./OwnCaseScreen.tsx").then((m) => m.OwnCaseScreen) },
    { scope: "site", path: "fitout/cases/$caseId/application", load: () => import("./ApplicationScreen.tsx").then((m) => m.ApplicationScreen) },
  ],
};
