import { HomeOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { text } from "./text.ts";

export const homeScreens: FeatureRoutes = {
  feature: "home",
  screens: [
    {
      scope: "site",
      path: "home",
      load: () => import("./HomeScreen.tsx").then((m) => m.HomeScreen),
      nav: { group: "today", label: text.home, icon: HomeOutlined, order: 0 },
    },
    { scope: "company", path: "overview", load: () => import("./OverviewScreen.tsx").then((m) => m.OverviewScreen) },
  ],
};
