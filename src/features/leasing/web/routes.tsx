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
  ],
};
