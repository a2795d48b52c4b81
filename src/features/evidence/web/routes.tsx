import { FileProtectOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { evidenceRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const evidenceScreens: FeatureRoutes = {
  feature: "evidence",
  screens: [
    {
      scope: "site",
      path: "evidence/facts",
      load: () => import("./EvidenceListScreen.tsx").then((m) => m.EvidenceListScreen),
      nav: { group: "manual", label: labels.evidence, icon: FileProtectOutlined, to: evidenceRights.read, order: 70 },
    },
    { scope: "site", path: "evidence/facts/$factId", load: () => import("./FactScreen.tsx").then((m) => m.FactScreen) },
    {
      scope: "site",
      path: "evidence/verification",
      load: () => import("./VerificationScreen.tsx").then((m) => m.VerificationScreen),
      nav: { group: "manual", label: labels.verification, icon: SafetyCertificateOutlined, to: evidenceRights.read, order: 71 },
    },
  ],
};
