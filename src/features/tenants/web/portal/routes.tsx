import type { FeatureRoutes } from "#platform/web/screens.ts";
import { PaperIcon } from "#ui/mobile/icons.tsx";
import { tenantsRights } from "../../contract/rights.ts";
import { labels } from "../labels.ts";

export const tenantsPortalScreens: FeatureRoutes = {
  feature: "tenants",
  screens: [
    {
      scope: "site",
      path: "tenants/papers",
      load: () => import("./PortalPapersScreen.tsx").then((m) => m.PortalPapersScreen),
      nav: { group: "tenants", label: labels.owedPapers, icon: PaperIcon, to: tenantsRights.ownPapers, order: 40 },
    },
  ],
};
