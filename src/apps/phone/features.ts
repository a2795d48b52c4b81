import { handoverPhoneScreens } from "#features/handover/web/phone/routes.tsx";
import { peoplePhoneScreens } from "#features/people/web/phone/routes.tsx";
import type { FeatureRoutes } from "#platform/web/screens.ts";

/** Every feature with screens for work on site; a feature is one line here. */
export const features: readonly FeatureRoutes[] = [
  peoplePhoneScreens,
  handoverPhoneScreens,
  {
    feature: "phone",
    screens: [
      { scope: "company", path: "me", load: () => import("./MeScreen.tsx").then((m) => m.MeScreen) },
      { scope: "company", path: "unsent", load: () => import("./UnsentScreen.tsx").then((m) => m.UnsentScreen) },
    ],
  },
];
