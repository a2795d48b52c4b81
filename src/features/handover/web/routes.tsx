import { AuditOutlined, IdcardOutlined, ToolOutlined, UnorderedListOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { handoverRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const handoverScreens: FeatureRoutes = {
  feature: "handover",
  screens: [
    {
      scope: "site",
      path: "handover/inspections",
      load: () => import("./InspectionListScreen.tsx").then((m) => m.InspectionListScreen),
      nav: { group: "tenants", label: labels.inspections, icon: AuditOutlined, to: handoverRights.read, order: 60 },
    },
    { scope: "site", path: "handover/inspections/$inspectionId", load: () => import("./InspectionScreen.tsx").then((m) => m.InspectionScreen) },
    { scope: "site", path: "handover/inspections/$inspectionId/twins", load: () => import("./TwinsScreen.tsx").then((m) => m.TwinsScreen) },
    {
      scope: "site",
      path: "handover/defects",
      load: () => import("./DefectListScreen.tsx").then((m) => m.DefectListScreen),
      nav: { group: "tenants", label: labels.defects, icon: ToolOutlined, to: handoverRights.read, order: 62 },
    },
    {
      scope: "site",
      path: "handover/items",
      load: () => import("./cards/RegisterScreen.tsx").then((m) => m.RegisterScreen),
      nav: { group: "tenants", label: labels.cards, icon: IdcardOutlined, to: handoverRights.readCards, order: 64 },
    },
    {
      scope: "site",
      path: "handover/item-list",
      load: () => import("./ItemListScreen.tsx").then((m) => m.ItemListScreen),
      nav: { group: "building", label: labels.itemList, icon: UnorderedListOutlined, to: handoverRights.keepList, order: 90 },
    },
  ],
  subjects: { accessItem: () => "handover/items", accessGrant: () => "handover/items", inspection: (id) => `handover/inspections/${id}`, defect: () => "handover/defects" },
};
