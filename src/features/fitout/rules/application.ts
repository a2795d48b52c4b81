import type { Fen } from "#kernel/money.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { fitOutProblems } from "./problems.ts";

export interface Worker {
  readonly name: string;
  readonly trade: string;
  /** Certificate of a special trade, as an electrician's; empty where none is needed. */
  readonly certificateNo: string;
}

/** 装修申请 F04, as it is handed in. Loads in kilowatts, as text. */
export interface ApplicationDetails {
  readonly contractor: {
    readonly name: string;
    readonly licenceNo: string;
    readonly licenceUntil: Temporal.PlainDate | null;
    readonly manager: string;
    readonly phone: string;
    readonly email: string;
  };
  readonly scope: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly hours: string;
  readonly loadKw: string;
  readonly budget: Fen | null;
  readonly isStructural: boolean;
  readonly changesFireSystem: boolean;
  readonly changesAirConditioning: boolean;
  readonly changesWater: boolean;
  /** Something is closed in that is looked at before: above ceilings, in walls and floors. */
  readonly hasHiddenWorks: boolean;
  readonly insurance: { readonly insurer: string; readonly policyNo: string; readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate };
  readonly workers: readonly Worker[];
}

const isAfter = (one: Temporal.PlainDate, other: Temporal.PlainDate): boolean => Temporal.PlainDate.compare(one, other) > 0;

/** What an application lacks: all that stands against handing it in; empty if nothing does. `kinds`: what the case has on file. Manual 2.1.1-6, F04. */
export function whyNotSubmit(
  { from, to, contractor, insurance, workers }: ApplicationDetails,
  { kinds, leaseEnd }: { readonly kinds: readonly string[]; readonly leaseEnd: Temporal.PlainDate },
): Problem[] {
  return reasons(
    !kinds.includes("drawing") && fitOutProblems.drawingMissing(),
    !kinds.includes("licence") && fitOutProblems.licenceMissing(),
    !kinds.includes("insurance") && fitOutProblems.policyMissing(),
    workers.length === 0 && fitOutProblems.workersMissing(),
    isAfter(from, to) && fitOutProblems.periodBackwards(),
    isAfter(insurance.from, from) && fitOutProblems.insuranceLate({ day: insurance.from.toString() }),
    isAfter(to, insurance.to) && fitOutProblems.insuranceShort({ day: insurance.to.toString() }),
    contractor.licenceUntil !== null && isAfter(to, contractor.licenceUntil) && fitOutProblems.licenceExpired({ day: contractor.licenceUntil.toString() }),
    isAfter(to, leaseEnd) && fitOutProblems.beyondLease({ day: leaseEnd.toString() }),
  );
}

export interface GivenReview {
  readonly kind: string;
  readonly byId: string;
}

/** All that stands against giving a review beside those `given` for the same application: engineering and fire safety are two people. Manual 2.1.1-6. */
export const whyNotReview = (given: readonly GivenReview[], { kind, byId }: GivenReview): Problem[] =>
  reasons(
    given.some((review) => review.kind === kind) && fitOutProblems.alreadyReviewed(),
    given.some((review) => review.kind !== kind && review.byId === byId) && fitOutProblems.sameReviewer(),
  );
