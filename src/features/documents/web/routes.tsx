import { FileDoneOutlined, SafetyOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { documentsRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const documentsScreens: FeatureRoutes = {
  feature: "documents",
  subjects: { document: (id) => `documents/documents/${id}` },
  screens: [
    {
      scope: "site",
      path: "documents/documents",
      load: () => import("./DocumentListScreen.tsx").then((m) => m.DocumentListScreen),
      nav: { group: "tenants", label: labels.documents, icon: FileDoneOutlined, to: documentsRights.read, order: 80 },
    },
    { scope: "site", path: "documents/documents/$documentId", load: () => import("./DocumentScreen.tsx").then((m) => m.DocumentScreen) },
    {
      scope: "site",
      path: "documents/settings",
      load: () => import("./SettingsScreen.tsx").then((m) => m.SettingsScreen),
      nav: { group: "tenants", label: labels.settings, icon: SafetyOutlined, to: documentsRights.settings, order: 81 },
    },
  ],
};
