import type { FeatureRoutes } from "#platform/web/screens.ts";
import { PaperIcon } from "#ui/mobile/icons.tsx";
import { documentsRights } from "../../contract/rights.ts";
import { labels } from "./labels.ts";

export const documentsPortalScreens: FeatureRoutes = {
  feature: "documents",
  screens: [
    { scope: "public", path: "sign", load: () => import("./SignScreen.tsx").then((m) => m.SignScreen) },
    {
      scope: "site",
      path: "documents",
      load: () => import("./PortalDocumentsScreen.tsx").then((m) => m.PortalDocumentsScreen),
      nav: { group: "company", label: labels.documents, icon: PaperIcon, to: documentsRights.portal, order: 60 },
    },
    { scope: "site", path: "documents/$documentId", load: () => import("./PortalDocumentScreen.tsx").then((m) => m.PortalDocumentScreen) },
  ],
};
