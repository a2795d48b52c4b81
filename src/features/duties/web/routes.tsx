import { AlertOutlined, CalendarOutlined, CarryOutOutlined, UnorderedListOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { dutiesRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const dutiesScreens: FeatureRoutes = {
  feature: "duties",
  subjects: { duty: (id) => `duties/list?duty=${id}` },
  screens: [
    {
      scope: "site",
      path: "duties",
      load: () => import("./MyDayScreen.tsx").then((m) => m.MyDayScreen),
      nav: { group: "today", label: labels.myDay, icon: CarryOutOutlined, order: 10 },
    },
    {
      scope: "site",
      path: "duties/list",
      load: () => import("./DutyListScreen.tsx").then((m) => m.DutyListScreen),
      nav: { group: "today", label: labels.duties, icon: UnorderedListOutlined, to: dutiesRights.read, order: 40 },
    },
    {
      scope: "site",
      path: "duties/escalations",
      load: () => import("./EscalationsScreen.tsx").then((m) => m.EscalationsScreen),
      nav: { group: "today", label: labels.escalations, icon: AlertOutlined, to: dutiesRights.read, order: 45 },
    },
    {
      scope: "site",
      path: "duties/calendar",
      load: () => import("./CalendarScreen.tsx").then((m) => m.CalendarScreen),
      nav: { group: "manual", label: labels.calendar, icon: CalendarOutlined, to: dutiesRights.read, order: 40 },
    },
  ],
};
