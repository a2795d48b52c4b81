import { FileTextOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { leasingRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const leasingScreens: FeatureRoutes = {
  feature: "leasing",
  screens: [
    {
      scope: "site",
      path: "leasing/leases",
      load: () => import("./LeaseListScreen.tsx").then((m) => m.LeaseListScreen),
      nav: { group: "tenants", label: labels.leases, icon: FileTextOutlined, to: leasingRights.read, order: 20 },
    },
    { scope: "site", path: "leasing/drafts/new", load: () => import("./lease/LeaseEditorScreen.tsx").then((m) => m.NewLeaseScreen) },
    { scope: "site", path: "leasing/leases/$leaseId", load: () => import("./lease/LeaseScreen.tsx").then((m) => m.LeaseScreen) },
    { scope: "site", path: "leasing/leases/$leaseId/draft", load: () => import("./lease/LeaseEditorScreen.tsx").then((m) => m.LeaseDraftScreen) },
    { scope: "site", path: "leasing/leases/$leaseId/explanation", load: () => import("./lease/ExplainScreen.tsx").then((m) => m.ExplainScreen) },
    { scope: "site", path: "leasing/annexes", load: () => import("./lease/AnnexListScreen.tsx").then((m) => m.AnnexListScreen) },
  ],
  subjects: { lease: (id) => `leasing/leases/${id}` },
};
