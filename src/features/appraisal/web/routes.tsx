import { AuditOutlined, ExceptionOutlined, FundOutlined, TableOutlined, TeamOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { appraisalRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

const { read, readPeople } = appraisalRights;

export const appraisalScreens: FeatureRoutes = {
  feature: "appraisal",
  screens: [
    {
      scope: "site",
      path: "appraisal",
      load: () => import("./MatrixScreen.tsx").then((m) => m.MatrixScreen),
      nav: { group: "manual", label: labels.scores, icon: FundOutlined, to: read, order: 15 },
    },
    {
      scope: "site",
      path: "appraisal/monthly",
      load: () => import("./MonthlyScreen.tsx").then((m) => m.MonthlyScreen),
      nav: { group: "manual", label: labels.monthly, icon: AuditOutlined, to: read, order: 16 },
    },
    {
      scope: "site",
      path: "appraisal/people",
      load: () => import("./PeopleScreen.tsx").then((m) => m.PeopleScreen),
      nav: { group: "manual", label: labels.people, icon: TeamOutlined, to: readPeople, order: 17 },
    },
    {
      scope: "site",
      path: "appraisal/exceptions",
      load: () => import("./ExceptionsScreen.tsx").then((m) => m.ExceptionsScreen),
      nav: { group: "manual", label: labels.exceptions, icon: ExceptionOutlined, to: readPeople, order: 18 },
    },
    { scope: "site", path: "appraisal/duties", load: () => import("./CountedScreen.tsx").then((m) => m.CountedScreen) },
    {
      scope: "company",
      path: "appraisal/group",
      load: () => import("./GroupScreen.tsx").then((m) => m.GroupScreen),
      nav: { group: "company", label: labels.group, icon: TableOutlined, to: read, order: 5 },
    },
  ],
};
