import { AlertOutlined, HourglassOutlined, ToolOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { arrearsRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const arrearsScreens: FeatureRoutes = {
  feature: "arrears",
  screens: [
    {
      scope: "site",
      path: "arrears/board",
      load: () => import("./BoardScreen.tsx").then((m) => m.BoardScreen),
      nav: { group: "money", label: labels.board, icon: AlertOutlined, to: arrearsRights.read, order: 30 },
    },
    { scope: "site", path: "arrears/tenants/$tenantId", load: () => import("./DebtorScreen.tsx").then((m) => m.DebtorScreen) },
    { scope: "site", path: "arrears/steps/$stepId", load: () => import("./StepScreen.tsx").then((m) => m.StepScreen) },
    {
      scope: "site",
      path: "arrears/ageing",
      load: () => import("./AgeingScreen.tsx").then((m) => m.AgeingScreen),
      nav: { group: "money", label: labels.ageing, icon: HourglassOutlined, to: arrearsRights.read, order: 32 },
    },
    {
      scope: "site",
      path: "arrears/setting",
      load: () => import("./SettingScreen.tsx").then((m) => m.SettingScreen),
      nav: { group: "money", label: labels.setting, icon: ToolOutlined, to: arrearsRights.settings, order: 92 },
    },
  ],
  // A step is taken on the page of whoever owes.
  subjects: { collectionStep: (id) => `arrears/steps/${id}` },
};
