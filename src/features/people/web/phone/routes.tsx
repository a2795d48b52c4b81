import type { FeatureRoutes } from "#platform/web/screens.ts";

export const peoplePhoneScreens: FeatureRoutes = {
  feature: "people",
  screens: [{ scope: "public", path: "sign-in", load: () => import("./PhoneSignInScreen.tsx").then((m) => m.PhoneSignInScreen) }],
};
