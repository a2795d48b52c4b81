import { AlertOutlined, CalendarOutlined, CarryOutOutlined, UnorderedListOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { dutiesRights } from "../contract.ts";
import { text } from "./text.ts";

export const dutiesScreens: FeatureRoutes = {
  feature: "duties",
  subjects: { duty: (id) => `duties/list?duty=${id}` },
  screens: [
    {
      scope: "site",
      path: "duties",
      load: () => import("./MyDayScreen.tsx").then((m) => m.MyDayScreen),
      nav: { group: "today", label: text.myDay, icon: CarryOutOutlined, order: 10 },
    },
    {
      scope: "site",
      path: "duties/list",
      load: () => import("./DutyListScreen.tsx").then((m) => m.DutyListScreen),
      nav: { group: "today", label: text.duties, icon: UnorderedListOutlined, to: dutiesRights.read, order: 40 },
    },
    {
      scope: "site",
      path: "duties/escalations",
      load: () => import("./EscalationsScreen.tsx").then((m) => m.EscalationsScreen),
      nav: { group: "today", label: text.escalations, icon: AlertOutlined, to: dutiesRights.read, order: 45 },
    },
    {
      scope: "site",
      path: "duties/calendar",
      load: () => import("./CalendarScreen.tsx").then((m) => m.CalendarScreen),
      nav: { group: "manual", label: text.calendar, icon: CalendarOutlined, to: dutiesRights.read, order: 40 },
    },
  ],
};
