import { BankOutlined, InteractionOutlined, PayCircleOutlined, SafetyOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { paymentsRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const paymentsScreens: FeatureRoutes = {
  feature: "payments",
  screens: [
    {
      scope: "site",
      path: "payments/desk",
      load: () => import("./DeskScreen.tsx").then((m) => m.DeskScreen),
      nav: { group: "money", label: labels.desk, icon: InteractionOutlined, to: paymentsRights.claim, order: 20 },
    },
    {
      scope: "site",
      path: "payments/statements",
      load: () => import("./StatementsScreen.tsx").then((m) => m.StatementsScreen),
      nav: { group: "money", label: labels.statements, icon: BankOutlined, to: paymentsRights.read, order: 22 },
    },
    { scope: "site", path: "payments/certain", load: () => import("./CertainScreen.tsx").then((m) => m.CertainScreen) },
    { scope: "site", path: "payments/statements/$statementId", load: () => import("./StatementScreen.tsx").then((m) => m.StatementScreen) },
    {
      scope: "site",
      path: "payments/received",
      load: () => import("./PaymentListScreen.tsx").then((m) => m.PaymentListScreen),
      nav: { group: "money", label: labels.payments, icon: PayCircleOutlined, to: paymentsRights.read, order: 24 },
    },
    { scope: "site", path: "payments/received/$paymentId", load: () => import("./PaymentScreen.tsx").then((m) => m.PaymentScreen) },
    {
      scope: "site",
      path: "payments/deposits",
      load: () => import("./DepositsScreen.tsx").then((m) => m.DepositsScreen),
      nav: { group: "money", label: labels.deposits, icon: SafetyOutlined, to: paymentsRights.read, order: 26 },
    },
    { scope: "site", path: "payments/payouts", load: () => import("./PayoutsScreen.tsx").then((m) => m.PayoutsScreen) },
    { scope: "site", path: "payments/deposits/$depositId", load: () => import("./DepositScreen.tsx").then((m) => m.DepositScreen) },
  ],
  subjects: {
    payment: (id) => `payments/received/${id}`,
    confirmation: () => "payments/certain",
    statement: (id) => `payments/statements/${id}`,
    deposit: (id) => `payments/deposits/${id}`,
    payout: () => "payments/payouts",
    statementLine: (id) => `payments/desk?line=${id}`,
  },
};
