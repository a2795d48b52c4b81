import type { FeatureRoutes } from "#platform/web/screens.ts";
import { PaperIcon } from "#ui/mobile/icons.tsx";
import { booksRights } from "../../contract/rights.ts";
import { labels } from "./labels.ts";

export const booksPortalScreens: FeatureRoutes = {
  feature: "books",
  screens: [
    {
      scope: "site",
      path: "books/statements",
      load: () => import("./PortalStatementsScreen.tsx").then((m) => m.PortalStatementsScreen),
      nav: { group: "company", label: labels.statements, icon: PaperIcon, to: booksRights.portal, order: 40 },
    },
  ],
};
