import type { FeatureRoutes } from "#platform/web/screens.ts";
import { ListIcon } from "#ui/mobile/icons.tsx";
import { moveOutRights } from "../../contract/rights.ts";
import { portalLabels } from "./labels.ts";

export const moveOutPortalScreens: FeatureRoutes = {
  feature: "moveout",
  screens: [
    {
      scope: "site",
      path: "moveout",
      load: () => import("./MoveOutScreen.tsx").then((m) => m.MoveOutScreen),
      nav: { group: "tenants", label: portalLabels.moveOut, icon: ListIcon, to: moveOutRights.portal, order: 40 },
    },
    { scope: "site", path: "moveout/$caseId/settlement", load: () => import("../settlement/OwnSettlementScreen.tsx").then((m) => m.OwnSettlementScreen) },
  ],
};
