import type { FileContent, ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { sumFen } from "#kernel/money.ts";
import type { Language } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { writeSheet } from "#platform/spreadsheet/index.ts";
import { sayWorking } from "#features/leasing/rules.ts";
import { payoutsOf } from "#features/payments/server/index.ts";
import type { Difference } from "#features/handover/rules.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import type { ownSettlementField, settlementField } from "../../contract/settlement.ts";
import type { MoveOut } from "../../rules.ts";
import { changesBetween, sections, settlementOf, type SettlementLine } from "../../rules/settlement.ts";
import { whyNotIssue } from "../../rules/settlementGates.ts";
import { itemAmount, itemState, itemStates } from "../../rules/settlementItems.ts";
import { caseById } from "../queries/cases.ts";
import { twinsOfItems } from "./differences.ts";
import { gather } from "./inputs.ts";
import { itemsOf, type StoredItem } from "./items.ts";
import { whyNotPost } from "./post.ts";
import { refundSource } from "./refund.ts";
import { type Sheet, sheetsOf } from "./sheets.ts";

export type SettlementView = ValueOf<typeof settlementField>;
export type OwnSettlementView = ValueOf<typeof ownSettlementField>;

/** The settlement of a move-out: what it comes to now, or, once posted, what was posted. Refusal: notFound. */
export async function settlementView(ctx: SiteContext, caseId: Id<"moveOut">): Promise<SettlementView> {
  const moveOut = await caseById(ctx, caseId);
  const sheets = (await sheetsOf(ctx, [caseId])).get(caseId) ?? [];
  const inForce = sheets.find(({ state }) => state !== "superseded") ?? null;
  const { inputs, usage } = await gather(ctx, moveOut, inForce?.state === "agreed" ? inForce.settledOn : undefined);
  const now = settlementOf(inputs);
  const lines = inForce?.posted ? inForce.lines : now.lines;
  return {
    ...(await caseView(ctx, moveOut, { lines, items: (await itemsOf(ctx, [caseId])).get(caseId) ?? [], sheets })),
    deposits: inputs.deposits.map(({ id, feeItem, held }) => ({ id, feeItem, held })),
    changes: inForce && !inForce.posted ? changesBetween(inForce.lines, now.lines) : [],
    againstIssue: inForce?.posted ? [] : whyNotIssue({ items: inputs.items, reservation: "", usage: usage.problems }).map(plain),
    againstPosting: inForce?.posted ? [] : whyNotPost(moveOut, inForce, now.lines).map(plain),
    payouts: await payoutsOf(ctx, refundSource(caseId)),
  };
}

/** The same for the tenant: what the sheet in force says, and the lines that wait for their answer. Refusal: notFound. */
export async function ownSettlement(ctx: SiteContext, caseId: Id<"moveOut">): Promise<OwnSettlementView> {
  const moveOut = await caseById(ctx, caseId);
  const sheets = (await sheetsOf(ctx, [caseId])).get(caseId) ?? [];
  const inForce = sheets.find(({ state }) => state !== "superseded");
  const items = ((await itemsOf(ctx, [caseId])).get(caseId) ?? []).filter(({ unitPrice }) => unitPrice !== null);
  return caseView(ctx, moveOut, { lines: inForce?.lines ?? [], items, sheets });
}

interface Shown {
  readonly lines: readonly SettlementLine[];
  readonly items: readonly StoredItem[];
  readonly sheets: readonly Sheet[];
}

async function caseView(ctx: SiteContext, { id, no, tenantId, leavingOn }: MoveOut, { lines, items, sheets }: Shown) {
  const { name } = await tenantById(ctx, tenantId);
  const twins = await twinsOfItems(ctx, items);
  const names = new Map((await entitiesOf(ctx)).map((entity) => [entity.id, entity.name]));
  return {
    caseId: id,
    no,
    tenantId,
    tenant: name,
    leavingOn,
    net: sumFen(lines.map(({ amount }) => amount)),
    lines: lines.map(({ entityId, working, ...line }) => ({
      ...line,
      entity: names.get(entityId) ?? "",
      working: { zh: sayWorking(working, "zh"), en: sayWorking(working, "en") },
    })),
    items: items.map(({ difference, moveOutId: _, tenantId: __, ...item }) => ({
      ...item,
      isDifference: difference !== null,
      twin: twinOf(difference && twins.get(`${difference.inspectionId} ${difference.lineKey}`)),
      state: itemState(item),
      amount: itemAmount(item),
    })),
    sheets: sheets.map(({ lines: _, moveOutId: __, reservationBy: ___, posted, ...sheet }) => ({
      ...sheet,
      posted: posted && { at: posted.at, byName: posted.byName, finalBillId: posted.finalBillId, owed: posted.owed },
    })),
  };
}

const twinOf = (twin: Difference | null | undefined) =>
  twin ? { lineKey: twin.lineKey, textThen: twin.textThen, text: twin.text, baseline: twin.baseline, now: twin.now, photosThen: twin.photosThen, photosNow: twin.photosNow } : null;

const plain = ({ code, status, title, facts }: ReturnType<typeof whyNotIssue>[number]) => ({ code, status, title, facts });

/** The final account as Excel, a row a line with its working. Refusal: notFound. */
export async function settlementSheet(ctx: SiteContext, { caseId, language }: { readonly caseId: Id<"moveOut">; readonly language: Language }): Promise<FileContent> {
  const { no, lines, net } = await settlementView(ctx, caseId);
  const say = (zh: string, en: string) => (language === "zh" ? zh : en);
  const bytes = await writeSheet({
    sheet: say("退租结算", "Settlement"),
    columns: [
      { title: say("部分", "Part"), width: 24 },
      { title: say("项目", "Item"), width: 26 },
      { title: say("说明", "Detail"), width: 24 },
      { title: say("归属", "Company"), width: 26 },
      { title: say("自", "From"), format: "date" },
      { title: say("至", "To"), format: "date" },
      { title: say("数量", "Quantity"), format: "text" },
      { title: say("单价（元）", "Unit price (yuan)"), format: "money" },
      { title: say("金额（元）", "Amount (yuan)"), format: "money", width: 16 },
      { title: say("客户意见", "Tenant says") },
      { title: say("计算过程", "Working"), width: 80 },
    ],
    rows: [
      ...lines.map((line) => [
        sections[line.section][language],
        line.name[language],
        line.detail,
        line.entity,
        line.from,
        line.to,
        line.quantity,
        line.price,
        line.amount,
        line.itemState && itemStates[line.itemState][language],
        line.working[language].join(" "),
      ]),
      [net < 0 ? say("租户应补缴", "To be paid") : say("应退租户", "To be paid back"), "", "", "", null, null, null, null, net, null, ""],
    ],
  });
  return { name: `${say("退租结算", "settlement")} ${no}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}
