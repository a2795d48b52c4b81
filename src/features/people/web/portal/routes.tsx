import type { FeatureRoutes } from "#platform/web/screens.ts";
import { PersonIcon } from "#ui/mobile/icons.tsx";
import { text } from "./text.ts";

export const peoplePortalScreens: FeatureRoutes = {
  feature: "people",
  screens: [
    { scope: "public", path: "sign-in", load: () => import("./PortalSignInScreen.tsx").then((m) => m.PortalSignInScreen) },
    {
      scope: "company",
      path: "account",
      load: () => import("./PortalAccountScreen.tsx").then((m) => m.PortalAccountScreen),
      nav: { group: "company", label: text.me, icon: PersonIcon, order: 90 },
    },
  ],
};
