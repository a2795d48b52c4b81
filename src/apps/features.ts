import type { Feature } from "#platform/feature.ts";
import { appraisalFeature } from "#features/appraisal/server/index.ts";
import { booksFeature } from "#features/books/server/index.ts";
import { documentsFeature } from "#features/documents/server/index.ts";
import { arrearsFeature } from "#features/arrears/server/index.ts";
import { billingFeature } from "#features/billing/server/index.ts";
import { dutiesFeature } from "#features/duties/server/index.ts";
import { evidenceFeature } from "#features/evidence/server/index.ts";
import { fitoutFeature } from "#features/fitout/server/index.ts";
import { handoverFeature } from "#features/handover/server/index.ts";
import { leasingFeature } from "#features/leasing/server/index.ts";
import { manualFeature } from "#features/manual/server/index.ts";
import { metersFeature } from "#features/meters/server/index.ts";
import { moveOutFeature } from "#features/moveout/server/index.ts";
import { moveinFeature } from "#features/movein/server/index.ts";
import { paymentsFeature } from "#features/payments/server/index.ts";
import { peopleFeature } from "#features/people/server/index.ts";
import { rentrollFeature } from "#features/rentroll/server/index.ts";
import { serviceFeature } from "#features/service/server/index.ts";
import { sitesFeature } from "#features/sites/server/index.ts";
import { tenantsFeature } from "#features/tenants/server/index.ts";

/** Every feature of the product, in the order of their arrows: a later one may read an earlier one. */
export const features: readonly Feature[] = [
  sitesFeature,
  peopleFeature,
  manualFeature,
  evidenceFeature,
  dutiesFeature,
  documentsFeature,
  tenantsFeature,
  leasingFeature,
  rentrollFeature,
  billingFeature,
  paymentsFeature,
  arrearsFeature,
  metersFeature,
  booksFeature,
  handoverFeature,
  moveinFeature,
  fitoutFeature,
  moveOutFeature,
  serviceFeature,
  appraisalFeature,
];
