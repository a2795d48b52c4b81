import { AccountBookOutlined, CalculatorOutlined, PlayCircleOutlined, PlusSquareOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { billingRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const billingScreens: FeatureRoutes = {
  feature: "billing",
  screens: [
    {
      scope: "site",
      path: "billing/bills",
      load: () => import("./BillListScreen.tsx").then((m) => m.BillListScreen),
      nav: { group: "money", label: labels.bills, icon: AccountBookOutlined, to: billingRights.read, order: 10 },
    },
    { scope: "site", path: "billing/bills/$billId", load: () => import("./BillScreen.tsx").then((m) => m.BillScreen) },
    {
      scope: "site",
      path: "billing/runs",
      load: () => import("./RunsScreen.tsx").then((m) => m.RunsScreen),
      nav: { group: "money", label: labels.runs, icon: PlayCircleOutlined, to: billingRights.read, order: 12 },
    },
    { scope: "site", path: "billing/runs/$runId", load: () => import("./RunScreen.tsx").then((m) => m.RunScreen) },
    {
      scope: "company",
      path: "billing/runs",
      load: () => import("./RunsScreen.tsx").then((m) => m.RunsScreen),
      nav: { group: "company", label: labels.groupRuns, icon: PlayCircleOutlined, to: billingRights.issue, order: 31 },
    },
    { scope: "company", path: "billing/run-groups/$groupId", load: () => import("./RunGroupScreen.tsx").then((m) => m.RunGroupScreen) },
    {
      scope: "site",
      path: "billing/charges",
      load: () => import("./ChargesScreen.tsx").then((m) => m.ChargesScreen),
      nav: { group: "money", label: labels.charges, icon: PlusSquareOutlined, to: billingRights.read, order: 14 },
    },
    {
      scope: "site",
      path: "billing/waivers",
      load: () => import("./WaiversScreen.tsx").then((m) => m.WaiversScreen),
      nav: { group: "money", label: labels.waivers, icon: SafetyCertificateOutlined, to: billingRights.read, order: 16 },
    },
    {
      scope: "site",
      path: "billing/settings",
      load: () => import("./SettingsScreen.tsx").then((m) => m.SettingsScreen),
      nav: { group: "money", label: labels.settings, icon: CalculatorOutlined, to: billingRights.settings, order: 90 },
    },
  ],
  subjects: { bill: (id) => `billing/bills/${id}`, run: (id) => `billing/runs/${id}` },
};
