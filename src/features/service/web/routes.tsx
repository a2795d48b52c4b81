import { BarChartOutlined, CustomerServiceOutlined, FileDoneOutlined, NotificationOutlined, PhoneOutlined, PlusCircleOutlined, SmileOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { serviceRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

const { read, take } = serviceRights;

export const serviceScreens: FeatureRoutes = {
  feature: "service",
  screens: [
    {
      scope: "site",
      path: "service/take",
      load: () => import("./TakeCaseScreen.tsx").then((m) => m.TakeCaseScreen),
      nav: { group: "desk", label: labels.take, icon: PlusCircleOutlined, to: take, order: 10 },
    },
    {
      scope: "site",
      path: "service/unanswered",
      load: () => import("./CaseListScreen.tsx").then((m) => m.UnansweredScreen),
      nav: { group: "desk", label: labels.unanswered, icon: NotificationOutlined, to: read, order: 20 },
    },
    {
      scope: "site",
      path: "service/cases",
      load: () => import("./CaseListScreen.tsx").then((m) => m.CaseListScreen),
      nav: { group: "desk", label: labels.cases, icon: CustomerServiceOutlined, to: read, order: 30 },
    },
    { scope: "site", path: "service/cases/$caseId", load: () => import("./CaseScreen.tsx").then((m) => m.CaseScreen) },
    {
      scope: "site",
      path: "service/calls",
      load: () => import("./CallsScreen.tsx").then((m) => m.CallsScreen),
      nav: { group: "desk", label: labels.calls, icon: PhoneOutlined, to: read, order: 40 },
    },
    {
      scope: "site",
      path: "service/conduct",
      load: () => import("./ConductScreen.tsx").then((m) => m.ConductScreen),
      nav: { group: "desk", label: labels.conduct, icon: SmileOutlined, to: read, order: 50 },
    },
    {
      scope: "site",
      path: "service/analysis",
      load: () => import("./AnalysisScreen.tsx").then((m) => m.AnalysisScreen),
      nav: { group: "desk", label: labels.analysis, icon: BarChartOutlined, to: read, order: 60 },
    },
    {
      scope: "site",
      path: "service/monthly",
      load: () => import("./MonthlyScreen.tsx").then((m) => m.MonthlyListScreen),
      nav: { group: "desk", label: labels.monthly, icon: FileDoneOutlined, to: read, order: 70 },
    },
    { scope: "site", path: "service/monthly/$month", load: () => import("./MonthlyScreen.tsx").then((m) => m.MonthlyScreen) },
  ],
  subjects: { case: (id) => `service/cases/${id}` },
  slots: { search: () => import("./ShellSearch.tsx").then((m) => m.ShellSearch) },
};
