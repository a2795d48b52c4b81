import type { FeatureRoutes } from "#platform/web/screens.ts";
import { ListIcon, WriteIcon } from "#ui/mobile/icons.tsx";
import { serviceRights } from "../../contract/rights.ts";
import { portalText } from "./text.ts";

export const servicePortalScreens: FeatureRoutes = {
  feature: "service",
  screens: [
    {
      scope: "site",
      path: "service/cases",
      load: () => import("./PortalCasesScreen.tsx").then((m) => m.PortalCasesScreen),
      nav: { group: "desk", label: portalText.cases, icon: ListIcon, to: serviceRights.portal, order: 10 },
    },
    {
      scope: "site",
      path: "service/report",
      load: () => import("./PortalReportScreen.tsx").then((m) => m.PortalReportScreen),
      nav: { group: "desk", label: portalText.report, icon: WriteIcon, to: serviceRights.portal, order: 20 },
    },
    { scope: "site", path: "service/cases/$caseId", load: () => import("./PortalCaseScreen.tsx").then((m) => m.PortalCaseScreen) },
    { scope: "public", path: "rate", load: () => import("./RateScreen.tsx").then((m) => m.RateScreen) },
  ],
};
