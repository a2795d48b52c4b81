import type { FeatureRoutes } from "#platform/web/screens.ts";

/** Inspections on the phone of whoever makes them, with or without a network. */
export const handoverPhoneScreens: FeatureRoutes = {
  feature: "handover",
  screens: [
    { scope: "site", path: "handover", load: () => import("./AssignmentsScreen.tsx").then((m) => m.AssignmentsScreen) },
    { scope: "site", path: "handover/$inspectionId", load: () => import("./InspectionScreen.tsx").then((m) => m.InspectionScreen) },
    { scope: "site", path: "handover/$inspectionId/rooms/$room", load: () => import("./RoomScreen.tsx").then((m) => m.RoomScreen) },
    { scope: "site", path: "handover/$inspectionId/meters", load: () => import("./MetersScreen.tsx").then((m) => m.MetersScreen) },
    { scope: "site", path: "handover/$inspectionId/keys", load: () => import("./KeysScreen.tsx").then((m) => m.KeysScreen) },
    { scope: "site", path: "handover/$inspectionId/questions", load: () => import("./QuestionsScreen.tsx").then((m) => m.QuestionsScreen) },
    { scope: "site", path: "handover/$inspectionId/summary", load: () => import("./SummaryScreen.tsx").then((m) => m.SummaryScreen) },
    { scope: "site", path: "handover/$inspectionId/signature/$party", load: () => import("./SignatureScreen.tsx").then((m) => m.SignatureScreen) },
  ],
};
