import type { FeatureRoutes } from "#platform/web/screens.ts";
import { PaperIcon } from "#ui/mobile/icons.tsx";
import { labels } from "./labels.ts";

export const handoverPortalScreens: FeatureRoutes = {
  feature: "handover",
  screens: [
    {
      scope: "site",
      path: "handover/inspections",
      load: () => import("./OwnInspectionsScreen.tsx").then((m) => m.OwnInspectionsScreen),
      nav: { group: "desk", label: labels.ownInspections, icon: PaperIcon, order: 60 },
    },
    { scope: "site", path: "handover/inspections/$inspectionId", load: () => import("./OwnInspectionScreen.tsx").then((m) => m.OwnInspectionScreen) },
  ],
};
