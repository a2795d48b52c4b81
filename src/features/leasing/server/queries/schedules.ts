import type { FileContent } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { type Fen, sumFen } from "#kernel/money.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { type Words, words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type SheetColumn, writeSheet } from "#platform/spreadsheet/index.ts";
import { calendarOf } from "#features/duties/server/index.ts";
import {
  type Amendment,
  type Difference,
  differenceOf,
  feeItems,
  heldBy,
  type LeaseTerms,
  sayWorking,
  type ScheduleLine,
  scheduleOfVersions,
  signingProblems,
  type TermsVersion,
  versionsOf as versionsBy,
  whyNotAmend,
  whyNotTerms,
} from "../../rules.ts";
import { type LeaseFilter, leaseById, leasePage, type NamedLease } from "./leases.ts";
import { leaseStatuses } from "../../rules.ts";
import { placesOfUnits } from "./leaseView.ts";
import { versionsOf, writtenIn } from "./terms.ts";

export interface Schedule {
  readonly lines: ScheduleLine[];
  readonly total: Fen;
  /** By the year of the due day. */
  readonly byYear: { readonly year: number; readonly total: Fen }[];
}

export interface Preview {
  readonly terms: LeaseTerms;
  readonly amendments: readonly Amendment[];
}

/** What terms come to, without writing anything. Manual 2.1.2-2. Refusals: all that the terms have against them. */
export async function previewOf(ctx: SiteContext, { terms, amendments }: Preview): Promise<Schedule> {
  refuseIf(whyNotTerms(terms));
  let now = terms;
  for (const [place, amendment] of amendments.entries()) {
    refuseIf(whyNotAmend(now, amendment));
    now = versionsBy(terms, amendments.slice(0, place + 1)).at(-1)!.terms;
  }
  return scheduled(ctx, versionsBy(terms, amendments));
}

/** The schedule of a lease by its signed terms; while it is not signed, as it is written. Refusals: notFound, withoutTerms, and all that unsigned terms have against them. */
export async function scheduleOfLease(ctx: SiteContext, leaseId: Id<"lease">): Promise<Schedule> {
  await leaseById(ctx, leaseId);
  const written = writtenIn(await versionsOf(ctx, leaseId), { isDraftToo: true });
  if (!written) throw new Refusal(signingProblems.withoutTerms());
  refuseIf(whyNotTerms(written.terms));
  return scheduled(ctx, heldBy(written));
}

/** What an amendment changes in the schedule that stood when it was made. Refusals: notFound, versionNotFound, withoutTerms. */
export async function differenceBy(ctx: SiteContext, leaseId: Id<"lease">, number: number): Promise<Difference> {
  await leaseById(ctx, leaseId);
  const versions = await versionsOf(ctx, leaseId);
  const version = versions.find((each) => each.number === number);
  const written = writtenIn(versions.filter((each) => each.number < number));
  if (!written || !version?.amendment) throw new Refusal(signingProblems.withoutTerms());
  const after = { ...written, amendments: [...written.amendments, { number, amendment: version.amendment }] };
  const calendar = await calendarOf(ctx);
  return differenceOf(scheduleOfVersions(heldBy(written), { calendar }), scheduleOfVersions(heldBy(after), { calendar }));
}

async function scheduled(ctx: SiteContext, versions: readonly TermsVersion[]): Promise<Schedule> {
  const lines = scheduleOfVersions(versions, { calendar: await calendarOf(ctx) });
  const byYear = [...Map.groupBy(lines, ({ dueOn }) => dueOn.year)].map(([year, ofYear]) => ({ year, total: sumFen(ofYear.map(({ amount }) => amount)) }));
  return { lines, total: sumFen(lines.map(({ amount }) => amount)), byYear };
}

const title = words("应收计划", "Schedule");
const columns: readonly (Omit<SheetColumn, "title"> & { readonly title: Words })[] = [
  { title: words("应付日", "Due"), format: "date" },
  { title: words("费用", "Fee"), width: 18 },
  { title: words("自", "From"), format: "date" },
  { title: words("至", "To"), format: "date" },
  { title: words("单元", "Units"), width: 28 },
  { title: words("金额", "Amount"), format: "money" },
  { title: words("计算过程", "Working"), width: 90 },
];

/** A schedule as an Excel file, each line with its arithmetic. */
export async function scheduleSheet(ctx: SiteContext, { lines }: Schedule): Promise<FileContent> {
  const places = await placesOfUnits(ctx, [...new Set(lines.flatMap(({ unitIds }) => unitIds))]);
  const bytes = await writeSheet({
    sheet: title[ctx.language],
    columns: columns.map(({ title: head, ...look }) => ({ ...look, title: head[ctx.language] })),
    rows: lines.map(({ dueOn, feeItem, from, to, unitIds, amount, working }) => [
      dueOn,
      feeItems[feeItem].name[ctx.language],
      from,
      to,
      unitIds.map((unitId) => places.get(unitId) ?? "").join("、"),
      amount,
      sayWorking(working, ctx.language).join(" "),
    ]),
  });
  return sheetOf(ctx, title, bytes);
}

const leases = words("租约", "Leases");
const leaseColumns: readonly {
  readonly title: Words;
  readonly value: (lease: NamedLease) => string | Temporal.PlainDate | null | Words;
  readonly format?: "date";
  readonly width?: number;
}[] = [
  { title: words("合同编号", "Lease no."), value: ({ leaseNo }) => leaseNo, width: 18 },
  { title: words("租户", "Tenant"), value: ({ tenant }) => tenant, width: 30 },
  { title: words("单元", "Units"), value: ({ place }) => place, width: 30 },
  { title: words("状态", "State"), value: ({ status }) => leaseStatuses[status] },
  { title: words("起租日", "Lease start"), value: ({ leaseStart }) => leaseStart, format: "date" },
  { title: words("到期日", "Lease end"), value: ({ leaseEnd }) => leaseEnd, format: "date" },
  { title: words("计租日", "Rent start"), value: ({ rentStart }) => rentStart, format: "date" },
  { title: words("交付日", "Handover"), value: ({ handoverOn }) => handoverOn, format: "date" },
  { title: words("入驻日", "Move-in"), value: ({ moveInOn }) => moveInOn, format: "date" },
];

const mostExported = 100_000;

/** The list of leases as an Excel file. */
export async function leaseSheet(ctx: SiteContext, filter: Pick<LeaseFilter, "status" | "search">): Promise<FileContent> {
  const { items } = await leasePage(ctx, { ...filter, limit: mostExported });
  const bytes = await writeSheet({
    sheet: leases[ctx.language],
    columns: leaseColumns.map(({ title: head, format, width }) => ({ title: head[ctx.language], ...(format ? { format } : {}), ...(width ? { width } : {}) })),
    rows: items.map((lease) =>
      leaseColumns.map(({ value }) => {
        const cell = value(lease);
        return typeof cell === "object" && cell !== null && "zh" in cell ? cell[ctx.language] : cell;
      }),
    ),
  });
  return sheetOf(ctx, leases, bytes);
}

const sheetOf = (ctx: SiteContext, name: Words, bytes: Uint8Array): FileContent => ({
  name: `${name[ctx.language]} ${dayAt(ctx, ctx.now).toString()}.xlsx`,
  type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  bytes,
});
