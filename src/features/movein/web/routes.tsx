import { LoginOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { moveinRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const moveinScreens: FeatureRoutes = {
  feature: "movein",
  screens: [
    {
      scope: "site",
      path: "movein/cases",
      load: () => import("./CaseListScreen.tsx").then((m) => m.CaseListScreen),
      nav: { group: "tenants", label: labels.cases, icon: LoginOutlined, to: moveinRights.read, order: 40 },
    },
    { scope: "site", path: "movein/cases/$caseId", load: () => import("./CaseScreen.tsx").then((m) => m.CaseScreen) },
  ],
  subjects: { moveIn: (id) => `movein/cases/${id}` },
};
