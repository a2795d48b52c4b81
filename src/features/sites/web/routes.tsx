import { ApartmentOutlined, AuditOutlined, BankOutlined, TableOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { sitesRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const sitesScreens: FeatureRoutes = {
  feature: "sites",
  screens: [
    {
      scope: "company",
      path: "sites",
      load: () => import("./SitesScreen.tsx").then((m) => m.SitesScreen),
      nav: { group: "company", label: labels.sites, icon: BankOutlined, order: 10 },
    },
    {
      scope: "site",
      path: "sites/plan",
      load: () => import("./StackingPlanScreen.tsx").then((m) => m.StackingPlanScreen),
      nav: { group: "building", label: labels.plan, icon: ApartmentOutlined, to: sitesRights.read, order: 10 },
    },
    {
      scope: "site",
      path: "sites/places",
      load: () => import("./PlacesScreen.tsx").then((m) => m.PlacesScreen),
      nav: { group: "building", label: labels.places, icon: TableOutlined, to: sitesRights.read, order: 20 },
    },
    {
      scope: "site",
      path: "sites/entities",
      load: () => import("./EntitiesScreen.tsx").then((m) => m.EntitiesScreen),
      nav: { group: "building", label: labels.entities, icon: AuditOutlined, to: sitesRights.entities, order: 30 },
    },
    { scope: "site", path: "sites/units/$unitId", load: () => import("./UnitScreen.tsx").then((m) => m.UnitScreen) },
  ],
};
