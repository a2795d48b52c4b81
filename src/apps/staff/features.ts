import { arrearsScreens } from "#features/arrears/web/routes.tsx";
import { booksScreens } from "#features/books/web/routes.tsx";
import { appraisalScreens } from "#features/appraisal/web/routes.tsx";
import { documentsScreens } from "#features/documents/web/routes.tsx";
import { billingScreens } from "#features/billing/web/routes.tsx";
import { dutiesScreens } from "#features/duties/web/routes.tsx";
import { evidenceScreens } from "#features/evidence/web/routes.tsx";
import { handoverScreens } from "#features/handover/web/routes.tsx";
import { fitoutScreens } from "#features/fitout/web/routes.tsx";
import { leasingScreens } from "#features/leasing/web/routes.tsx";
import { manualScreens } from "#features/manual/web/routes.tsx";
import { metersScreens } from "#features/meters/web/routes.tsx";
import { moveOutScreens } from "#features/moveout/web/routes.tsx";
import { moveinScreens } from "#features/movein/web/routes.tsx";
import { paymentsScreens } from "#features/payments/web/routes.tsx";
import { peopleScreens } from "#features/people/web/routes.tsx";
import { rentrollScreens } from "#features/rentroll/web/routes.tsx";
import { serviceScreens } from "#features/service/web/routes.tsx";
import { sitesScreens } from "#features/sites/web/routes.tsx";
import { tenantsScreens } from "#features/tenants/web/routes.tsx";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { homeScreens } from "./home/routes.tsx";

/** Every feature with screens for staff; a feature is one line here. */
export const features: readonly FeatureRoutes[] = [
  homeScreens,
  dutiesScreens,
  sitesScreens,
  peopleScreens,
  manualScreens,
  evidenceScreens,
  documentsScreens,
  tenantsScreens,
  leasingScreens,
  rentrollScreens,
  metersScreens,
  billingScreens,
  paymentsScreens,
  arrearsScreens,
  booksScreens,
  handoverScreens,
  moveOutScreens,
  moveinScreens,
  fitoutScreens,
  serviceScreens,
  appraisalScreens,
];
