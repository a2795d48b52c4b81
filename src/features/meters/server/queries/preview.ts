import { createHash } from "node:crypto";
import type { Id } from "#kernel/id.ts";
import { type Fen, sumFen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import { type MeterKind, settle, type SettledLine, type UsageWorking } from "../../rules.ts";
import { plain } from "./meters.ts";
import { policyOn, tariffsHere } from "./tariffs.ts";
import { finallyCharged, type ReadingNote, readingOfKey, unsettledOf } from "./unsettled.ts";

type Note = ReadingNote["doubts"][number] | "replaced" | "newLine" | "priceChanged";

/** What a month of a kind would come to, nothing written: every line beside the month before, and all that stands against publishing it. */
export async function previewOf(ctx: SiteContext, { kind, month }: { readonly kind: MeterKind; readonly month: Temporal.PlainYearMonth }) {
  const found = await unsettledOf(ctx, kind, month);
  const policy = await policyOn(ctx, kind, month.toPlainDate({ day: 1 }).add({ months: 1 }).subtract({ days: 1 }));
  const shared = policy.tariffId ? (await tariffsHere(ctx)).find(({ id }) => id === policy.tariffId) : undefined;
  const { lines: all, pools, problems } = settle(found.meters, { common: policy.common, loss: policy.loss, price: shared?.versions ?? [] });
  const charged = await finallyCharged(ctx, found.readingIds);
  const lines = all.filter((line) => line.kind !== "usage" || !charged.has(`${readingOfKey(line.key)} ${line.leaseId}`));
  const [before, names] = [await linesBefore(ctx, kind, month), await tenantNames(ctx, lines)];
  const meterNos = new Map(found.meters.map(({ id, meterNo }) => [id, meterNo]));
  const shown = lines.map((line) => {
    const earlier = before.get(lineKey(line));
    return {
      ...line,
      meterNo: meterNos.get(line.meterId) ?? "",
      tenant: line.tenantId && (names.get(line.tenantId) ?? null),
      before: earlier ? { quantity: earlier.quantity, amount: earlier.amount } : null,
      notes: notesOn(line, found.notes.get(line.meterId) ?? [], earlier, before.size > 0),
    };
  });
  return {
    lines: shown,
    pools: [...pools],
    problems: [...found.problems, ...problems],
    fingerprint: fingerprintOf(lines),
    common: policy.common,
    loss: policy.loss,
    owed: sumFen(lines.filter(({ tenantId }) => tenantId).map(({ amount }) => amount)),
    borne: sumFen(lines.filter(({ tenantId }) => !tenantId).map(({ amount }) => amount)),
    readingIds: found.readingIds,
  };
}

export type Preview = Awaited<ReturnType<typeof previewOf>>;

const fingerprintOf = (lines: readonly SettledLine[]): string =>
  createHash("sha256")
    .update(JSON.stringify(lines.map(({ key, tenantId, leaseId, quantity, amount }) => [key, tenantId, leaseId, quantity, amount])))
    .digest("hex");

interface EarlierLine {
  readonly quantity: string;
  readonly amount: Fen;
  readonly price: string;
}

/** The lines of the latest month settled before `month`, by what they were for. */
async function linesBefore(ctx: SiteContext, kind: MeterKind, month: Temporal.PlainYearMonth): Promise<Map<string, EarlierLine>> {
  const latest = await ctx.tx
    .selectFrom("meters.settlement")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where("kind", "=", kind)
    .where("state", "<>", "withdrawn")
    .where("month", "<", month.toPlainDate({ day: 1 }))
    .orderBy("month", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!latest) return new Map();
  const rows = await ctx.tx
    .selectFrom("meters.settlement_line")
    .select(["kind", "meter_id", "tenant_id", "unit_ids", "quantity", "amount", "working"])
    .where("site_id", "=", ctx.siteId)
    .where("settlement_id", "=", latest.id)
    .execute();
  return new Map(
    rows.map((row) => [
      lineKey({ kind: row.kind, meterId: row.meter_id, tenantId: row.tenant_id, unitIds: row.unit_ids }),
      { quantity: plain(row.quantity), amount: row.amount, price: priceOf(row.working as UsageWorking) },
    ]),
  );
}

const lineKey = (line: { readonly kind: string; readonly meterId: string; readonly tenantId: string | null; readonly unitIds: readonly string[] }): string =>
  [line.kind, line.meterId, line.tenantId ?? "", ...line.unitIds].join(" ");

const priceOf = (working: UsageWorking): string => (working.of === "usage" ? [...new Set(working.prices.map(({ price }) => price))].join(" / ") : working.price);

function notesOn(line: SettledLine, readings: readonly ReadingNote[], before: EarlierLine | undefined, hasBefore: boolean): Note[] {
  const own: readonly ReadingNote[] = line.kind === "usage" ? readings : [];
  const notes: (Note | false)[] = [
    ...own.flatMap(({ doubts }) => doubts),
    own.some(({ state }) => state === "replaced") && "replaced",
    hasBefore && !before && "newLine",
    before !== undefined && before.price !== priceOf(line.working) && "priceChanged",
  ];
  return [...new Set(notes.filter((note) => note !== false))];
}

async function tenantNames(ctx: SiteContext, lines: readonly SettledLine[]): Promise<Map<Id<"tenant">, string>> {
  const ids = [...new Set(lines.flatMap(({ tenantId }) => tenantId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await ctx.tx.selectFrom("tenants.tenant").select(["id", "name"]).where("site_id", "=", ctx.siteId).where("id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id as Id<"tenant">, row.name]));
}
