import { FileProtectOutlined, FileTextOutlined, KeyOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { leasingRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const leasingScreens: FeatureRoutes = {
  feature: "leasing",
  screens: [
    {
      scope: "site",
      path: "leasing/leases",
      load: () => import("./LeaseListScreen.tsx").then((m) => m.LeaseListScreen),
      nav: { group: "tenants", label: labels.leases, icon: FileTextOutlined, to: leasingRights.read, order: 20 },
    },
    { scope: "site", path: "leasing/drafts/new", load: () => import("./lease/LeaseEditorScreen.tsx").then((m) => m.NewLeaseScreen) },
    { scope: "site", path: "leasing/leases/$leaseId", load: () => import("./lease/LeaseScreen.tsx").then((m) => m.LeaseScreen) },
    { scope: "site", path: "leasing/leases/$leaseId/draft", load: () => import("./lease/LeaseEditorScreen.tsx").then((m) => m.LeaseDraftScreen) },
    { scope: "site", path: "leasing/leases/$leaseId/explanation", load: () => import("./lease/ExplainScreen.tsx").then((m) => m.ExplainScreen) },
    { scope: "site", path: "leasing/annexes", load: () => import("./lease/AnnexListScreen.tsx").then((m) => m.AnnexListScreen) },
    {
      scope: "site",
      path: "leasing/letters",
      load: () => import("./letters/LetterListScreen.tsx").then((m) => m.LetterListScreen),
      nav: { group: "tenants", label: labels.letters, icon: FileProtectOutlined, to: leasingRights.readLetters, order: 18 },
    },
    { scope: "site", path: "leasing/letters/$letterId", load: () => import("./letters/LetterScreen.tsx").then((m) => m.LetterScreen) },
    {
      scope: "site",
      path: "leasing/vacancies",
      load: () => import("./vacancies/VacancyScreen.tsx").then((m) => m.VacancyScreen),
      nav: { group: "tenants", label: labels.vacancies, icon: KeyOutlined, to: leasingRights.readLetters, order: 8 },
    },
  ],
  subjects: { lease: (id) => `leasing/leases/${id}`, letter: (id) => `leasing/letters/${id}` },
};
