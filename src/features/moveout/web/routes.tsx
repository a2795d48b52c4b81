import { ExportOutlined, InboxOutlined, SafetyOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { moveOutRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const moveOutScreens: FeatureRoutes = {
  feature: "moveout",
  screens: [
    {
      scope: "site",
      path: "moveout/cases",
      load: () => import("./CaseListScreen.tsx").then((m) => m.CaseListScreen),
      nav: { group: "tenants", label: labels.cases, icon: ExportOutlined, to: moveOutRights.read, order: 60 },
    },
    { scope: "site", path: "moveout/cases/$caseId", load: () => import("./CaseScreen.tsx").then((m) => m.CaseScreen) },
    { scope: "site", path: "moveout/cases/$caseId/settlement", load: () => import("./settlement/SettlementScreen.tsx").then((m) => m.SettlementScreen) },
    { scope: "site", path: "moveout/prices", load: () => import("./settlement/PricesScreen.tsx").then((m) => m.PricesScreen) },
    {
      scope: "site",
      path: "moveout/slips",
      load: () => import("./SlipListScreen.tsx").then((m) => m.SlipListScreen),
      nav: { group: "tenants", label: labels.slips, icon: InboxOutlined, to: moveOutRights.release, order: 62 },
    },
    {
      scope: "site",
      path: "moveout/gate",
      load: () => import("./GateScreen.tsx").then((m) => m.GateScreen),
      nav: { group: "tenants", label: labels.gate, icon: SafetyOutlined, to: moveOutRights.gate, order: 64 },
    },
  ],
  subjects: { moveOut: (id) => `moveout/cases/${id}`, goodsSlip: () => "moveout/slips" },
};
