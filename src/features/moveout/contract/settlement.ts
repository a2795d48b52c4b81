import { z } from "zod";
import { endpoint, fileReply, fileUpload } from "#kernel/contract.ts";
import { dateField, decimalField, fenField, fenSumField, idField, instantField, longTextField, textField, wordsField } from "#kernel/fields.ts";
import { languages } from "#kernel/words.ts";
import { feeItemCodeField } from "#features/billing/contract.ts";
import { payoutField } from "#features/payments/contract.ts";
import { sections, type Section } from "../rules/settlement.ts";
import { sheetStates, type SheetState } from "../rules/settlementGates.ts";
import { type Answer, answers, itemKindCodes, type ItemState, itemStates, type Verdict, verdicts } from "../rules/settlementItems.ts";
import { settlementRights } from "./settlementRights.ts";

const keysOf = <K extends string>(names: Readonly<Record<K, unknown>>) => Object.keys(names) as [K, ...K[]];
const site = { siteId: idField("site") };
const atSite = z.object(site);
const atCase = z.object({ ...site, caseId: idField("moveOut") });
const atItem = z.object({ ...site, caseId: idField("moveOut"), itemId: idField("settlementItem") });
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const payeeField = () => z.enum(["owner", "property"]);
const problemField = z.object({ code: z.string(), status: z.number().int(), title: z.string(), facts: z.record(z.string(), z.unknown()) });
const saidField = z.object({ zh: z.array(z.string()).readonly(), en: z.array(z.string()).readonly() });
const versioned = { version: z.number().int().min(1).max(2_000_000_000) };

export const settlementLineField = z.object({
  key: z.string(),
  section: z.enum(keysOf<Section>(sections)),
  feeItem: feeItemCodeField(),
  name: wordsField(),
  detail: z.string(),
  entity: z.string(),
  from: dateField().nullable(),
  to: dateField().nullable(),
  quantity: z.string().nullable(),
  price: fenSumField().nullable(),
  /** What it does to what the tenant gets back. */
  amount: fenSumField(),
  working: saidField,
  itemId: idField("settlementItem").nullable(),
  itemState: z.enum(keysOf<ItemState>(itemStates)).nullable(),
});
/** An item of the unit as it was and is: photos by their hash. */
const twinField = z.object({
  lineKey: z.string(),
  textThen: z.string(),
  text: z.string(),
  baseline: z.string().nullable(),
  now: z.string(),
  photosThen: z.array(z.string()).readonly(),
  photosNow: z.array(z.string()).readonly(),
});
export const settlementItemField = z.object({
  id: idField("settlementItem"),
  kind: z.enum(itemKindCodes),
  title: z.string(),
  place: z.string(),
  state: z.enum(keysOf<ItemState>(itemStates)),
  isDifference: z.boolean(),
  twin: twinField.nullable(),
  priceItemId: idField("priceItem").nullable(),
  quantity: z.string().nullable(),
  unit: z.string(),
  unitPrice: fenSumField().nullable(),
  amount: fenSumField(),
  payee: payeeField(),
  depositId: idField("deposit").nullable(),
  note: z.string(),
  pricedByName: z.string().nullable(),
  answer: z.object({ said: z.enum(keysOf<Answer>(answers)), text: z.string(), byName: z.string(), at: instantField() }).nullable(),
  verdict: z.object({ said: z.enum(keysOf<Verdict>(verdicts)), reason: z.string(), byName: z.string(), at: instantField() }).nullable(),
  version: z.number().int(),
});
const sheetField = z.object({
  id: idField("settlementSheet"),
  version: z.number().int(),
  settledOn: dateField(),
  net: fenSumField(),
  reservation: z.string(),
  state: z.enum(keysOf<SheetState>(sheetStates)),
  documentId: idField("document"),
  issuedByName: z.string(),
  issuedAt: instantField(),
  agreedAt: instantField().nullable(),
  closedReason: z.string(),
  posted: z.object({ at: instantField(), byName: z.string(), finalBillId: idField("bill").nullable(), owed: fenSumField() }).nullable(),
});
const caseFacts = {
  caseId: idField("moveOut"),
  no: z.string(),
  tenantId: idField("tenant"),
  tenant: z.string(),
  leavingOn: dateField(),
  net: fenSumField(),
  lines: z.array(settlementLineField).readonly(),
  items: z.array(settlementItemField).readonly(),
  sheets: z.array(sheetField).readonly(),
};
export const settlementField = z.object({
  ...caseFacts,
  deposits: z.array(z.object({ id: idField("deposit"), feeItem: feeItemCodeField(), held: fenSumField() })).readonly(),
  /** What is not as the sheet in force says. */
  changes: z.array(z.object({ name: wordsField(), detail: z.string(), was: fenSumField(), is: fenSumField() })).readonly(),
  againstIssue: z.array(problemField).readonly(),
  againstPosting: z.array(problemField).readonly(),
  payouts: z.array(payoutField).readonly(),
});
export const ownSettlementField = z.object(caseFacts);

export const getSettlement = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/cases/{caseId}/settlement",
  summary: "The final account of a lease as it comes to now, line by line with its working, and the sheets issued of it",
  permission: settlementRights.readSettlement,
  clause: "2.1.3-4",
  params: atCase,
  reply: settlementField,
});
export const exportSettlement = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/cases/{caseId}/settlement.xlsx",
  summary: "The final account as Excel",
  permission: settlementRights.readSettlement,
  params: atCase,
  query: z.object({ language: z.enum(languages).default("zh") }),
  reply: fileReply(xlsx),
});

const priceBody = {
  priceItemId: idField("priceItem").nullable(),
  quantity: decimalField({ digits: 9, places: 4 }).nullable(),
  unit: longTextField(20),
  unitPrice: fenField({ min: 0 }).nullable(),
  payee: payeeField().nullable(),
  depositId: idField("deposit").nullable(),
  note: longTextField(500),
};
export const addItem = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/cases/{caseId}/settlement/items",
  summary: "Put damage, cleaning, a penalty or a forfeited deposit on the settlement",
  permission: settlementRights.priceItems,
  clause: "2.1.3-4",
  params: atCase,
  body: z.object({ id: idField("settlementItem"), kind: z.enum(itemKindCodes), title: textField(200), place: longTextField(200), ...priceBody }),
  reply: settlementField,
});
export const priceItem = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/settlement/items/{itemId}/price",
  summary: "Price a line; what was said of the old price falls",
  permission: settlementRights.priceItems,
  clause: "2.1.3-4",
  params: atItem,
  body: z.object({ ...versioned, ...priceBody }),
  reply: settlementField,
});
export const removeItem = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/settlement/items/{itemId}/removal",
  summary: "Take a line off that staff put on",
  permission: settlementRights.priceItems,
  params: atItem,
  body: z.object({ ...versioned, reason: textField(500) }),
  reply: settlementField,
});
const answerBody = { ...versioned, said: z.enum(keysOf<Answer>(answers)), text: longTextField(500) };
export const answerItem = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/settlement/items/{itemId}/answer",
  summary: "Record at the desk that the tenant accepts or disputes a line, and who of them said so",
  permission: settlementRights.answerItems,
  clause: "2.1.4-1",
  params: atItem,
  body: z.object({ ...answerBody, byName: textField(120) }),
  reply: settlementField,
});
export const decideItem = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/settlement/items/{itemId}/verdict",
  summary: "Waive a line by authority, or uphold one that is disputed, with the reason",
  permission: settlementRights.decideItems,
  clause: "2.1.4-1",
  params: atItem,
  body: z.object({ ...versioned, said: z.enum(keysOf<Verdict>(verdicts)), reason: textField(500) }),
  reply: settlementField,
});
export const issueSheet = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/cases/{caseId}/settlement/sheets",
  summary: "Issue the settlement sheet F27 as it stands for the tenant to sign; one that waits is superseded",
  permission: settlementRights.settle,
  clause: "2.1.3-4",
  params: atCase,
  body: z.object({ contactId: idField("contact"), language: z.enum([...languages, "both"]).default("both"), reservation: longTextField(1000).default("") }),
  reply: settlementField,
  ratePerMinute: 20,
});
export const reopenSheet = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/settlement/reopening",
  summary: "Open an agreed settlement again: it is issued and agreed to anew",
  permission: settlementRights.settle,
  clause: "2.1.3-4",
  params: atCase,
  body: z.object({ reason: textField(500) }),
  reply: settlementField,
});
export const postSettlement = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/settlement/posting",
  summary: "Post an agreed settlement once the move-out is confirmed: bills, credits, set-off, whole or not at all",
  permission: settlementRights.settle,
  clause: "2.1.3-4",
  params: atCase,
  reply: settlementField,
});

export const getOwnSettlement = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/own-cases/{caseId}/settlement",
  summary: "The own company's settlement: the sheet in force, and the lines to accept or dispute",
  permission: settlementRights.portalSettlement,
  clause: "2.1.3-4",
  params: atCase,
  reply: ownSettlementField,
});
export const answerOwnItem = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/own-cases/{caseId}/settlement/items/{itemId}/answer",
  summary: "Accept or dispute a line of the own company's settlement",
  permission: settlementRights.portalSettlement,
  clause: "2.1.4-1",
  params: atItem,
  body: z.object(answerBody),
  reply: ownSettlementField,
});

export const priceItemField = z.object({
  id: idField("priceItem"),
  code: textField(20),
  kind: z.enum(["damage", "cleaning", "restoration", "lostCard"]),
  nameZh: textField(100),
  nameEn: longTextField(100),
  unit: longTextField(20),
  unitPrice: fenField({ min: 0 }),
  isRetired: z.boolean(),
  version: z.number().int().min(0).max(2_000_000_000),
});
export const listPrices = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/prices",
  summary: "What damage, cleaning and losses cost at this site",
  permission: settlementRights.readSettlement,
  params: atSite,
  reply: z.array(priceItemField),
});
export const putPrice = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/prices/{priceItemId}",
  summary: "Add an item to the price list, or change it",
  permission: settlementRights.keepPrices,
  params: z.object({ ...site, priceItemId: idField("priceItem") }),
  body: priceItemField.omit({ id: true }),
  reply: z.array(priceItemField),
});
export const exportPrices = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/prices.xlsx",
  summary: "The price list as Excel, as it is taken in again",
  permission: settlementRights.readSettlement,
  params: atSite,
  query: z.object({ language: z.enum(languages).default("zh") }),
  reply: fileReply(xlsx),
});
export const importPrices = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/prices/import",
  summary: "Take a price list in from Excel: by code, new ones added, known ones changed",
  permission: settlementRights.keepPrices,
  params: atSite,
  body: fileUpload(5 << 20),
  reply: z.object({ added: z.number().int(), changed: z.number().int(), refused: z.array(z.number().int()).readonly() }),
});
