import { ApartmentOutlined, BookOutlined, SlidersOutlined, HistoryOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { manualRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const manualScreens: FeatureRoutes = {
  feature: "manual",
  screens: [
    {
      scope: "site",
      path: "manual/book",
      load: () => import("./BookScreen.tsx").then((m) => m.BookScreen),
      nav: { group: "manual", label: labels.manual, icon: BookOutlined, to: manualRights.read, order: 10 },
    },
    { scope: "site", path: "manual/clauses/$clauseId", load: () => import("./ClauseScreen.tsx").then((m) => m.ClauseScreen) },
    {
      scope: "site",
      path: "manual/procedures",
      load: () => import("./ProceduresScreen.tsx").then((m) => m.ProceduresScreen),
      nav: { group: "manual", label: labels.procedures, icon: ApartmentOutlined, to: manualRights.read, order: 12 },
    },
    { scope: "site", path: "manual/procedures/$procedureId", load: () => import("./ProcedureScreen.tsx").then((m) => m.ProcedureScreen) },
    {
      scope: "site",
      path: "manual/parameters",
      load: () => import("./ParametersScreen.tsx").then((m) => m.ParametersScreen),
      nav: { group: "manual", label: labels.parameters, icon: SlidersOutlined, to: manualRights.read, order: 30 },
    },
    {
      scope: "company",
      path: "manual/editions",
      load: () => import("./EditionsScreen.tsx").then((m) => m.EditionsScreen),
      nav: {
        group: "manual",
        label: labels.editions,
        icon: HistoryOutlined,
        to: ({ isAdministrator, grants }) => isAdministrator || grants.some(({ role }) => manualRights.read.roles.includes(role)),
        order: 40,
      },
    },
    { scope: "company", path: "manual/editions/$editionId", load: () => import("./EditionScreen.tsx").then((m) => m.EditionScreen) },
    { scope: "company", path: "manual/draft", load: () => import("./DraftScreen.tsx").then((m) => m.DraftScreen) },
  ],
};
