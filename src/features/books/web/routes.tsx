import { AuditOutlined, BankOutlined, FundOutlined, LockOutlined, PercentageOutlined, PieChartOutlined, ProfileOutlined, SettingOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { booksRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const booksScreens: FeatureRoutes = {
  feature: "books",
  screens: [
    {
      scope: "site",
      path: "books/money",
      load: () => import("./MoneyScreen.tsx").then((m) => m.MoneyScreen),
      nav: { group: "money", label: labels.money, icon: PieChartOutlined, to: booksRights.read, order: 1 },
    },
    {
      scope: "site",
      path: "books/ledger",
      load: () => import("./LedgerScreen.tsx").then((m) => m.LedgerScreen),
      nav: { group: "money", label: labels.ledger, icon: FundOutlined, to: booksRights.read, order: 40 },
    },
    {
      scope: "site",
      path: "books/rent-roll",
      load: () => import("./RentRollScreen.tsx").then((m) => m.RentRollScreen),
      nav: { group: "money", label: labels.rentRoll, icon: ProfileOutlined, to: booksRights.read, order: 42 },
    },
    {
      scope: "site",
      path: "books/invoices",
      load: () => import("./InvoicesScreen.tsx").then((m) => m.InvoicesScreen),
      nav: { group: "money", label: labels.invoices, icon: AuditOutlined, to: booksRights.read, order: 50 },
    },
    {
      scope: "site",
      path: "books/tax",
      load: () => import("./TaxScreen.tsx").then((m) => m.TaxScreen),
      nav: { group: "money", label: labels.taxReport, icon: PercentageOutlined, to: booksRights.read, order: 52 },
    },
    {
      scope: "site",
      path: "books/periods",
      load: () => import("./PeriodsScreen.tsx").then((m) => m.PeriodsScreen),
      nav: { group: "money", label: labels.periods, icon: LockOutlined, to: booksRights.read, order: 60 },
    },
    { scope: "site", path: "books/unbilled", load: () => import("./UnbilledScreen.tsx").then((m) => m.UnbilledScreen) },
    { scope: "site", path: "books/tenants/$tenantId", load: () => import("./AccountScreen.tsx").then((m) => m.AccountScreen) },
    {
      scope: "site",
      path: "books/settings",
      load: () => import("./SettingsScreen.tsx").then((m) => m.SettingsScreen),
      nav: { group: "money", label: labels.settings, icon: SettingOutlined, to: booksRights.settings, order: 94 },
    },
    {
      scope: "company",
      path: "books/group",
      load: () => import("./GroupScreen.tsx").then((m) => m.GroupScreen),
      nav: { group: "company", label: labels.group, icon: BankOutlined, to: booksRights.read, order: 30 },
    },
  ],
};
