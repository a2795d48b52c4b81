import { booksPortalScreens } from "#features/books/web/portal/routes.tsx";
import { documentsPortalScreens } from "#features/documents/web/portal/routes.tsx";
import { handoverPortalScreens } from "#features/handover/web/portal/routes.tsx";
import { metersPortalScreens } from "#features/meters/web/portal/routes.tsx";
import { fitoutPortalScreens } from "#features/fitout/web/portal/routes.tsx";
import { billingPortalScreens } from "#features/billing/web/portal/routes.tsx";
import { leasingPortalScreens } from "#features/leasing/web/portal/routes.tsx";
import { moveOutPortalScreens } from "#features/moveout/web/portal/routes.tsx";
import { moveinPortalScreens } from "#features/movein/web/portal/routes.tsx";
import { paymentsPortalScreens } from "#features/payments/web/portal/routes.tsx";
import { peoplePortalScreens } from "#features/people/web/portal/routes.tsx";
import { servicePortalScreens } from "#features/service/web/portal/routes.tsx";
import { tenantsPortalScreens } from "#features/tenants/web/portal/routes.tsx";
import type { FeatureRoutes } from "#platform/web/screens.ts";

/** Every feature with screens for tenants' contacts; a feature is one line here. */
export const features: readonly FeatureRoutes[] = [
  documentsPortalScreens,
  peoplePortalScreens,
  billingPortalScreens,
  paymentsPortalScreens,
  booksPortalScreens,
  metersPortalScreens,
  handoverPortalScreens,
  servicePortalScreens,
  tenantsPortalScreens,
  leasingPortalScreens,
  moveOutPortalScreens,
  moveinPortalScreens,
  fitoutPortalScreens,
];
