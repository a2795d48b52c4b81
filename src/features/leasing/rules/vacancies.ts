import type { Id } from "#kernel/id.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import type { UnitUse } from "#features/sites/rules.ts";
import type { LetterPriceUnit } from "./letters.ts";

/** What is let, and so can stand vacant: parking, plant rooms and common areas never do. */
export const usesToLet = ["office", "retail", "storage", "other"] as const satisfies readonly UnitUse[];

/** What is asked for a unit; a decimal text in the unit it names. */
export interface Asking {
  readonly price: string;
  readonly priceUnit: LetterPriceUnit;
}

/** A unit that is vacant, or will be by the day that was asked about. */
export interface Vacancy {
  readonly unitId: Id<"unit">;
  readonly place: string;
  readonly areaCenti: number | null;
  readonly use: UnitUse;
  /** The first day on which nobody leases it. */
  readonly freeFrom: Temporal.PlainDate;
  readonly asking: Asking | null;
  /** The last day on which a letter of intent holds it. */
  readonly heldUntil: Temporal.PlainDate | null;
}

export const longestShareDays = 90;

export const vacancyProblems = problems("leasing", {
  listNotFound: { status: 404, words: words("没有这份空置清单。", "No such list of vacancies.") },
  linkDead: {
    status: 404,
    words: words("链接不存在、已过期或已停用。请向招商人员索取新的链接。", "This link does not exist, has expired or was revoked. Ask the leasing officer for a new one."),
  },
  shareInPast: { status: 422, words: words("有效期必须晚于今天。", "The link must end after today.") },
  shareTooLong: { status: 422, words: words("链接最长有效 {days} 天。", "A link lasts {days} days at most.") },
  vacancyTwice: { status: 422, words: words("同一单元只能列一次。", "A list names each of its units once.") },
});

/** All that stands against sharing a list whose link ends with `until`. */
export function whyNotShare(unitIds: readonly string[], until: Temporal.PlainDate, today: Temporal.PlainDate): Problem[] {
  return reasons(
    Temporal.PlainDate.compare(until, today) <= 0 && vacancyProblems.shareInPast(),
    Temporal.PlainDate.compare(until, today.add({ days: longestShareDays })) > 0 && vacancyProblems.shareTooLong({ days: longestShareDays }),
    new Set(unitIds).size < unitIds.length && vacancyProblems.vacancyTwice(),
  );
}
