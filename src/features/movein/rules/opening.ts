/** A tenant whose lease began longer ago than this when it was recorded is in the house already. */
const longestSinceStart = { days: 60 };

/** Whether the signing of a lease begins a move-in by itself. */
export const opensByItself = ({ leaseStart, leaseEnd }: { readonly leaseStart: Temporal.PlainDate; readonly leaseEnd: Temporal.PlainDate }, today: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(leaseStart, today.subtract(longestSinceStart)) >= 0 && Temporal.PlainDate.compare(leaseEnd, today) >= 0;
