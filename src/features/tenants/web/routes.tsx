import { IdcardOutlined, SolutionOutlined, TeamOutlined } from "@ant-design/icons";
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
    {
      scope: "site",
      path: "tenants/leads",
      load: () => import("./leads/LeadBoardScreen.tsx").then((m) => m.LeadBoardScreen),
      nav: { group: "tenants", label: labels.leads, icon: SolutionOutlined, to: tenantsRights.readLeads, order: 5 },
    },
    { scope: "site", path: "tenants/lead-imports", load: () => import("./leads/LeadImportScreen.tsx").then((m) => m.LeadImportsScreen) },
    { scope: "site", path: "tenants/lead-imports/$importId", load: () => import("./leads/LeadImportScreen.tsx").then((m) => m.LeadImportScreen) },
    { scope: "site", path: "tenants/leads/$leadId", load: () => import("./leads/LeadScreen.tsx").then((m) => m.LeadScreen) },
    {
      scope: "site",
      path: "tenants/papers",
      load: () => import("./papers/PaperListScreen.tsx").then((m) => m.PaperListScreen),
      nav: { group: "tenants", label: labels.papers, icon: IdcardOutlined, to: tenantsRights.readPapers, order: 15 },
    },
  ],
  subjects: { leadImport: (id) => `tenants/lead-imports/${id}`, lead: (id) => `tenants/leads/${id}`, tenant: (id) => `tenants/${id}` },
};
