import { FormatPainterOutlined, ToolOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { fitoutRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const fitoutScreens: FeatureRoutes = {
  feature: "fitout",
  screens: [
    {
      scope: "site",
      path: "fitout/cases",
      load: () => import("./CaseListScreen.tsx").then((m) => m.CaseListScreen),
      nav: { group: "tenants", label: labels.cases, icon: FormatPainterOutlined, to: fitoutRights.read, order: 60 },
    },
    { scope: "site", path: "fitout/cases/$caseId", load: () => import("./CaseScreen.tsx").then((m) => m.CaseScreen) },
    { scope: "site", path: "fitout/cases/$caseId/patrol", load: () => import("./PatrolScreen.tsx").then((m) => m.PatrolScreen) },
    {
      scope: "site",
      path: "fitout/setting",
      load: () => import("./SettingScreen.tsx").then((m) => m.SettingScreen),
      nav: { group: "tenants", label: labels.setting, icon: ToolOutlined, to: fitoutRights.settings, order: 95 },
    },
  ],
  subjects: { fitOut: (id) => `fitout/cases/${id}` },
};
