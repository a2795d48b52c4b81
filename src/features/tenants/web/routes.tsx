import { TeamOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { tenantsRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const tenantsScreens: FeatureRoutes = {
  feature: "tenants",
  screens: [
    {
      scope: "site",
      path: "tenants",
      load: () => import("./TenantListScreen.tsx").then((m) => m.TenantListScreen),
      nav: { group: "tenants", label: labels.tenants, icon: TeamOutlined, to: tenantsRights.read, order: 10 },
    },
    { scope: "site", path: "tenants/$tenantId", load: () => import("./TenantScreen.tsx").then((m) => m.TenantScreen) },
  ],
};
