import type { FeatureRoutes } from "#platform/web/screens.ts";

/** Every feature with screens for staff; a feature is one line here. */
export const features: readonly FeatureRoutes[] = [];
