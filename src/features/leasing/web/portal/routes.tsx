import type { FeatureRoutes } from "#platform/web/screens.ts";
import { PaperIcon } from "#ui/mobile/icons.tsx";
import { leasingRights } from "../../contract/rights.ts";
import { labels } from "../labels.ts";

export const leasingPortalScreens: FeatureRoutes = {
  feature: "leasing",
  screens: [
    {
      scope: "site",
      path: "leasing/leases",
      load: () => import("./PortalLeasesScreen.tsx").then((m) => m.PortalLeasesScreen),
      nav: { group: "tenants", label: labels.ourLeases, icon: PaperIcon, to: leasingRights.portal, order: 35 },
    },
    { scope: "public", path: "vacancies", load: () => import("./SharedVacanciesScreen.tsx").then((m) => m.SharedVacanciesScreen) },
  ],
};
