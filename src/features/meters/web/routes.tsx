import { AuditOutlined, CalculatorOutlined, DashboardOutlined, DollarOutlined, FormOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { metersRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

const { read, review, preview } = metersRights;

export const metersScreens: FeatureRoutes = {
  feature: "meters",
  screens: [
    {
      scope: "site",
      path: "meters/rounds",
      load: () => import("./RoundsScreen.tsx").then((m) => m.RoundsScreen),
      nav: { group: "building", label: labels.rounds, icon: FormOutlined, to: read, order: 60 },
    },
    { scope: "site", path: "meters/rounds/$roundId", load: () => import("./RoundScreen.tsx").then((m) => m.RoundScreen) },
    { scope: "site", path: "meters/rounds/$roundId/reading", load: () => import("./PhoneRoundScreen.tsx").then((m) => m.PhoneRoundScreen) },
    {
      scope: "site",
      path: "meters/review",
      load: () => import("./ReviewScreen.tsx").then((m) => m.ReviewScreen),
      nav: { group: "building", label: labels.review, icon: AuditOutlined, to: review, order: 62 },
    },
    {
      scope: "site",
      path: "meters/ledger",
      load: () => import("./LedgerScreen.tsx").then((m) => m.LedgerScreen),
      nav: { group: "building", label: labels.ledger, icon: DashboardOutlined, to: read, order: 64 },
    },
    { scope: "site", path: "meters/tree", load: () => import("./TreeScreen.tsx").then((m) => m.TreeScreen) },
    { scope: "site", path: "meters/ledger/$meterId", load: () => import("./MeterScreen.tsx").then((m) => m.MeterScreen) },
    {
      scope: "site",
      path: "meters/charges",
      load: () => import("./ChargesScreen.tsx").then((m) => m.ChargesScreen),
      nav: { group: "building", label: labels.charges, icon: CalculatorOutlined, to: preview, order: 66 },
    },
    { scope: "site", path: "meters/charges/$settlementId", load: () => import("./SettlementScreen.tsx").then((m) => m.SettlementScreen) },
    {
      scope: "site",
      path: "meters/tariffs",
      load: () => import("./TariffsScreen.tsx").then((m) => m.TariffsScreen),
      nav: { group: "building", label: labels.tariffs, icon: DollarOutlined, to: preview, order: 68 },
    },
  ],
  subjects: { meter: (id) => `meters/ledger/${id}`, round: (id) => `meters/rounds/${id}`, settlement: (id) => `meters/charges/${id}` },
};
