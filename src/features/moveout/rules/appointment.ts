import { type Problem, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import { moveOutProblems } from "./problems.ts";

/** How an agreed appointment went. */
export const appointmentOutcomes = {
  kept: words("双方按时到场", "Both were there in time"),
  lateProperty: words("物业迟到", "The property company came late"),
  missedProperty: words("物业未到", "The property company did not come"),
  missedTenant: words("租户未到", "The tenant did not come"),
} as const satisfies Record<string, Words>;
export type AppointmentOutcome = keyof typeof appointmentOutcomes;

/** Whether the house kept its word; a tenant who did not come excuses it. */
export const isKeptByHouse = (outcome: AppointmentOutcome): boolean => outcome === "kept";

export type Side = "tenant" | "property";

export interface Appointment {
  readonly side: Side;
  readonly meetsAt: Temporal.Instant;
  readonly agreedAt: Temporal.Instant | null;
  readonly outcome: AppointmentOutcome | null;
}

/** All that stands against `by` agreeing to the time in force. Manual 2.1.3-2. */
export function whyNotAgree(appointment: Appointment | null, by: Side, now: Temporal.Instant): Problem[] {
  if (!appointment) return [moveOutProblems.noAppointment()];
  return reasons(
    appointment.agreedAt !== null && moveOutProblems.appointmentAgreed(),
    appointment.side === by && moveOutProblems.ownProposal(),
    Temporal.Instant.compare(appointment.meetsAt, now) <= 0 && moveOutProblems.meetsInPast(),
  );
}
