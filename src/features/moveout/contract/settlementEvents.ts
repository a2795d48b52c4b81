import { z } from "zod";
import { event } from "#kernel/contract.ts";
import { dateField, fenSumField, idField } from "#kernel/fields.ts";
import { words, type Words } from "#kernel/words.ts";

const about = { moveOutId: idField("moveOut"), no: z.string(), leaseId: idField("lease"), tenantId: idField("tenant") };
const settlementEvent = <const S extends z.ZodRawShape>(name: string, said: Words, facts: S, clauses: readonly string[] = ["2.1.3-4"]) =>
  event({ name: `moveout.${name}`, words: said, clauses, subject: "moveOut", facts: z.object({ ...about, ...facts }) });

const item = { itemId: idField("settlementItem"), title: z.string() };
export const itemPriced = settlementEvent("item_priced", words("结算项目定价", "Line of a settlement priced"), {
  ...item,
  kind: z.string(),
  quantity: z.string().nullable(),
  unitPrice: fenSumField().nullable(),
  amount: fenSumField(),
  note: z.string(),
});
export const itemRemoved = settlementEvent("item_removed", words("删除结算项目", "Line of a settlement removed"), { ...item, reason: z.string() });
export const itemAnswered = settlementEvent(
  "item_answered",
  words("客户答复结算项目", "Tenant answered a line"),
  { ...item, answer: z.string(), text: z.string(), byName: z.string() },
  ["2.1.3-4", "2.1.4-1"],
);
/** A waiver is an exception: what would be owed is not charged, by authority and for a reason. */
export const itemDecided = settlementEvent(
  "item_decided",
  words("减免或维持结算项目", "Line waived or upheld"),
  { ...item, verdict: z.enum(["waived", "upheld"]), reason: z.string(), amount: fenSumField(), wasDisputed: z.boolean(), byName: z.string() },
  ["2.1.3-4", "2.1.4-1"],
);
export const sheetIssued = settlementEvent("sheet_issued", words("出具退租结算单", "Settlement sheet issued"), {
  sheetId: idField("settlementSheet"),
  version: z.number().int(),
  documentId: idField("document"),
  settledOn: dateField(),
  net: fenSumField(),
  lines: z.number().int(),
  reservation: z.string(),
});
export const sheetSuperseded = settlementEvent("sheet_superseded", words("结算单被取代", "Settlement sheet superseded"), {
  sheetId: idField("settlementSheet"),
  version: z.number().int(),
  reason: z.string(),
  wasAgreed: z.boolean(),
});
export const sheetAgreed = settlementEvent("sheet_agreed", words("客户签认退租结算单", "Tenant agreed to the settlement"), {
  sheetId: idField("settlementSheet"),
  version: z.number().int(),
  net: fenSumField(),
  reservation: z.string(),
});
export const settlementPosted = settlementEvent("settlement_posted", words("退租结算入账", "Settlement posted"), {
  sheetId: idField("settlementSheet"),
  version: z.number().int(),
  net: fenSumField(),
  owed: fenSumField(),
  finalBillId: idField("bill").nullable(),
});
export const priceListChanged = event({
  name: "moveout.price_list_changed",
  words: words("修改赔偿价目表", "Price list of damage changed"),
  clauses: ["2.1.4-1"],
  subject: "site",
  facts: z.object({ siteId: idField("site"), codes: z.array(z.string()).readonly() }),
});
