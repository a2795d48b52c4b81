import { z } from "zod";
import { dateField, decimalField, idField, textField } from "#kernel/fields.ts";
import { payCycles } from "../rules/terms.ts";
import { type TerminationCause, terminationCauses } from "../rules/versions.ts";
import { escalationField, feeTermField, freePeriodField, termUnitField } from "./terms.ts";

const feeIdField = () => z.string().min(1).max(40);
const newPriceField = z.object({ feeId: feeIdField(), price: decimalField(), escalations: z.array(escalationField).max(50).readonly().optional() });
const newFreePeriodField = freePeriodField.extend({ feeIds: z.array(feeIdField()).min(1).max(30).readonly() });
const kind = <K extends string>(name: K) => ({ kind: z.literal(name), on: dateField() });

/** What both sides agree to change, by its kind; the meaning is in rules/amend.ts. */
export const amendmentField = z.discriminatedUnion("kind", [
  newPriceField.extend(kind("price")),
  termUnitField.extend(kind("area")),
  z.object({ ...kind("extension"), leaseEnd: dateField() }),
  z.object({ ...kind("renewal"), leaseEnd: dateField(), prices: z.array(newPriceField).max(30).readonly(), freePeriods: z.array(newFreePeriodField).max(20).readonly() }),
  newFreePeriodField.extend(kind("freePeriod")),
  z.object({ ...kind("party"), tenantId: idField("tenant") }),
  z.object({ ...kind("expansion"), units: z.array(termUnitField).min(1).max(200).readonly(), fees: z.array(feeTermField).max(30).readonly() }),
  z.object({ ...kind("contraction"), unitIds: z.array(idField("unit")).min(1).max(200).readonly() }),
  z.object({ ...kind("holdover"), until: dateField(), percent: decimalField({ digits: 3, places: 4 }).optional(), payCycleMonths: z.literal([...payCycles]).optional() }),
  z.object({ ...kind("sublease"), note: textField(500) }),
  z.object({ ...kind("termination"), leavingDay: dateField(), cause: z.enum(Object.keys(terminationCauses) as [TerminationCause, ...TerminationCause[]]) }),
  z.object({ ...kind("revival"), number: z.number().int().min(2).max(10_000) }),
]);
