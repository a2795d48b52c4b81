import { type BusinessCalendar, dueAt, type DueTime, type Limit } from "#kernel/calendar.ts";

/** How long the contract gives for paying the deposit back, from the signed confirmation. */
export type RefundLimit = Extract<Limit, { readonly kind: "workingDays" | "naturalDays" }>;

/** What a lease says in place of the site's own limit. */
export interface ContractLimit {
  readonly days: number;
  readonly unit: "workingDays" | "naturalDays";
  /** Where natural days go when the last one is a day off. Civil Code arts. 201, 203; contracts may say otherwise. */
  readonly shift: "none" | "next" | "previous" | null;
}

/** The contract's limit, or the site's working days where the lease says nothing. Manual 2.1.4-2. */
export const refundLimitOf = (contract: ContractLimit | null, siteWorkingDays: number): RefundLimit =>
  !contract
    ? { kind: "workingDays", days: siteWorkingDays }
    : contract.unit === "workingDays"
      ? { kind: "workingDays", days: contract.days }
      : { kind: "naturalDays", days: contract.days, holidayShift: contract.shift ?? "next" };

/** When the refund is due, with its arithmetic. Manual 2.1.4-2; vector V12. */
export const refundDue = (confirmedAt: Temporal.Instant, limit: RefundLimit, calendar: BusinessCalendar): DueTime => dueAt(confirmedAt, limit, calendar, [], "counted");

/** The last day of a due time: midnight belongs to the day that ends. */
export const lastDayOf = ({ dueAt: at }: Pick<DueTime, "dueAt">, zone: string): Temporal.PlainDate => at.subtract({ milliseconds: 1 }).toZonedDateTimeISO(zone).toPlainDate();
