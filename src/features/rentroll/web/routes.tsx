import { ImportOutlined } from "@ant-design/icons";
import type { FeatureRoutes, Screen } from "#platform/web/screens.ts";
import { rentrollRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

const load = {
  list: () => import("./ImportListScreen.tsx").then((m) => m.ImportListScreen),
  add: () => import("./NewImportScreen.tsx").then((m) => m.NewImportScreen),
  one: () => import("./ImportScreen.tsx").then((m) => m.ImportScreen),
};

const below = (scope: "site" | "company"): Screen[] => [
  { scope, path: "rentroll/imports/new", load: load.add },
  { scope, path: "rentroll/imports/$importId", load: load.one },
];

export const rentrollScreens: FeatureRoutes = {
  feature: "rentroll",
  screens: [
    { scope: "site", path: "rentroll/imports", load: load.list, nav: { group: "building", label: labels.imports, icon: ImportOutlined, to: rentrollRights.import, order: 40 } },
    { scope: "company", path: "rentroll/imports", load: load.list, nav: { group: "company", label: labels.companyImports, icon: ImportOutlined, to: "administrator", order: 40 } },
    ...below("site"),
    ...below("company"),
  ],
};
