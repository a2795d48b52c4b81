import { z } from "zod";
import { endpoint, event, fileReply, fileUpload } from "#kernel/contract.ts";
import { dateField, fenField, idField, instantField, pageOf, pageQuery, searchField, textField } from "#kernel/fields.ts";
import { languages, words } from "#kernel/words.ts";
import { itemKinds, type ItemKind, itemStates, type ItemState, mostItems } from "../rules/cards.ts";
import { handoverRights } from "./rights.ts";

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];
const site = { siteId: idField("site") };
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const kindField = () => z.enum(keysOf<ItemKind>(itemKinds));
const stateField = () => z.enum(keysOf<ItemState>(itemStates));
const optionalText = (max: number) => z.union([z.literal(""), textField(max)]).default("");

export const newItemField = z.object({
  kind: kindField(),
  number: textField(60),
  holder: textField(60),
  post: optionalText(60),
  phone: optionalText(40),
  zones: optionalText(200),
  validTo: dateField().nullable().default(null),
  /** What its loss costs, in 分. */
  fee: fenField({ min: 0, max: 10_000_000 }).default(0),
});
export const newItemsField = z.array(newItemField).min(1).max(mostItems);

export const accessItemField = z.object({
  id: idField("accessItem"),
  grantId: idField("accessGrant"),
  batchId: idField("accessBatch"),
  tenantId: idField("tenant"),
  tenant: z.string(),
  leaseId: idField("lease"),
  leaseNo: z.string(),
  kind: kindField(),
  number: z.string(),
  holder: z.string(),
  post: z.string(),
  phone: z.string(),
  zones: z.string(),
  validTo: dateField().nullable(),
  fee: fenField({ min: 0 }),
  issuedAt: instantField(),
  issuedByName: z.string(),
  state: stateField(),
  endedAt: instantField().nullable(),
  endedByName: z.string().nullable(),
  endedWhy: z.string(),
  replacesId: idField("accessItem").nullable(),
  chargeId: idField("charge").nullable(),
});
export const accessGrantField = z.object({
  id: idField("accessGrant"),
  tenantId: idField("tenant"),
  leaseId: idField("lease"),
  caseId: z.string().nullable(),
  takenOverWhy: z.string(),
  grantedAt: instantField(),
  grantedByName: z.string(),
  endedAt: instantField().nullable(),
});

const filters = {
  search: searchField().optional(),
  state: stateField().optional(),
  kind: kindField().optional(),
  tenantId: idField("tenant").optional(),
  leaseId: idField("lease").optional(),
};

export const listItems = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/items",
  summary: "Cards and keys by number: who holds which, the newest first",
  permission: handoverRights.readCards,
  clause: "2.1.1-5",
  params: z.object(site),
  query: z.object({ ...pageQuery, ...filters }),
  reply: pageOf(accessItemField),
});
export const exportItems = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/items/sheet",
  summary: "The register as an Excel file",
  permission: handoverRights.readCards,
  params: z.object(site),
  query: z.object({ ...filters, language: z.enum(languages).optional() }),
  reply: fileReply(xlsx),
});
export const readItemSheet = endpoint({
  method: "POST",
  path: "/sites/{siteId}/handover/item-sheets",
  summary: "Read cards and keys out of an Excel or CSV file, for review before they are issued; nothing is written",
  permission: handoverRights.keepCards,
  params: z.object(site),
  body: fileUpload(5 << 20),
  reply: z.object({ items: z.array(newItemField), rowsLeftOut: z.array(z.object({ row: z.number().int(), why: z.string() })) }),
});
export const itemSheetForm = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/item-sheets/form",
  summary: "The empty sheet to fill in",
  permission: handoverRights.keepCards,
  params: z.object(site),
  query: z.object({ language: z.enum(languages).optional() }),
  reply: fileReply(xlsx),
});
export const issueMore = endpoint({
  method: "POST",
  path: "/sites/{siteId}/handover/grants/{grantId}/batches",
  summary: "Hand out further cards and keys under a right that lives, against a receipt F02",
  permission: handoverRights.keepCards,
  clause: "2.1.1-5",
  params: z.object({ ...site, grantId: idField("accessGrant") }),
  body: z.object({
    id: idField("accessBatch"),
    items: newItemsField,
    contactId: idField("contact"),
    language: z.enum(["zh", "en", "both"]).default("zh"),
    /** The lost one that the first of them replaces. */
    replacesId: idField("accessItem").nullable().default(null),
  }),
  reply: z.object({ batchId: idField("accessBatch"), documentId: idField("document"), items: z.array(accessItemField) }),
});
export const getGrants = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/leases/{leaseId}/grants",
  summary: "The rights of a lease to hold cards and keys, the newest first",
  permission: handoverRights.readCards,
  params: z.object({ ...site, leaseId: idField("lease") }),
  reply: z.object({ grants: z.array(accessGrantField) }),
});
export const takeOver = endpoint({
  method: "POST",
  path: "/sites/{siteId}/handover/leases/{leaseId}/take-over",
  summary: "Take over a tenant who was in the house before the system, with the cards and keys they hold",
  permission: handoverRights.takeOver,
  clause: "2.1.1-5",
  params: z.object({ ...site, leaseId: idField("lease") }),
  body: z.object({ grantId: idField("accessGrant"), reason: textField(300), items: z.array(newItemField).max(mostItems) }),
  reply: accessGrantField,
});
export const loseItem = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/handover/items/{itemId}/loss",
  summary: "Say that a card or key is lost: it opens nothing any more, and what it costs goes on the next bill",
  permission: handoverRights.keepCards,
  params: z.object({ ...site, itemId: idField("accessItem") }),
  body: z.object({ reason: textField(300), fee: fenField({ min: 0, max: 10_000_000 }) }),
  reply: accessItemField,
});
export const returnItems = endpoint({
  method: "POST",
  path: "/sites/{siteId}/handover/returns",
  summary: "Take cards and keys back by number; they open nothing any more",
  permission: handoverRights.keepCards,
  clause: "2.1.3-5",
  params: z.object(site),
  body: z.object({ itemIds: z.array(idField("accessItem")).min(1).max(mostItems), reason: textField(300) }),
  reply: z.object({ items: z.array(accessItemField) }),
});
export const changeItem = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/handover/items/{itemId}",
  summary: "Say who else holds a card or key now, and where it opens",
  permission: handoverRights.keepCards,
  params: z.object({ ...site, itemId: idField("accessItem") }),
  body: z.object({ holder: textField(60), post: optionalText(60), phone: optionalText(40), zones: optionalText(200), validTo: dateField().nullable().default(null) }),
  reply: accessItemField,
});
export const portalItems = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/portal/items",
  summary: "The cards and keys that one's own company holds",
  permission: handoverRights.portalCards,
  params: z.object(site),
  reply: z.object({ items: z.array(accessItemField) }),
});

// What happened

const held = { tenantId: idField("tenant"), leaseId: idField("lease") };
const named = z.array(z.object({ itemId: idField("accessItem"), kind: kindField(), number: z.string(), holder: z.string() }));
export const accessGranted = event({
  name: "handover.access_granted",
  words: words("准予领用门禁卡与钥匙", "Right to cards and keys given"),
  clauses: ["2.1.1-5"],
  subject: "accessGrant",
  facts: z.object({ ...held, accessGrantId: idField("accessGrant"), caseId: z.string().nullable(), takenOverWhy: z.string() }),
});
export const accessEnded = event({
  name: "handover.access_ended",
  words: words("终止领用资格", "Right to cards and keys ended"),
  clauses: ["2.1.3-5"],
  subject: "accessGrant",
  facts: z.object({ ...held, accessGrantId: idField("accessGrant"), reason: z.string() }),
});
export const itemsIssued = event({
  name: "handover.items_issued",
  words: words("发放门禁卡与钥匙", "Cards and keys handed out"),
  clauses: ["2.1.1-5"],
  subject: "accessGrant",
  facts: z.object({ ...held, accessGrantId: idField("accessGrant"), batchId: idField("accessBatch"), documentId: idField("document").nullable(), items: named }),
});
export const itemsReturned = event({
  name: "handover.items_returned",
  words: words("收回门禁卡与钥匙", "Cards and keys taken back"),
  clauses: ["2.1.3-5"],
  subject: "lease",
  facts: z.object({ ...held, items: named, reason: z.string() }),
});
export const itemLost = event({
  name: "handover.item_lost",
  words: words("挂失门禁卡或钥匙", "Card or key lost"),
  clauses: [],
  subject: "accessItem",
  facts: z.object({
    ...held,
    accessItemId: idField("accessItem"),
    kind: kindField(),
    number: z.string(),
    holder: z.string(),
    reason: z.string(),
    fee: fenField({ min: 0 }),
    chargeId: idField("charge").nullable(),
  }),
});
export const itemChanged = event({
  name: "handover.item_changed",
  words: words("变更持卡人", "Holder of a card or key changed"),
  clauses: [],
  subject: "accessItem",
  facts: z.object({ ...held, accessItemId: idField("accessItem"), kind: kindField(), number: z.string(), from: z.string(), to: z.string(), zones: z.string() }),
});
