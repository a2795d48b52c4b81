import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, fenSumField, idField, longTextField, monthField, pageOf, pageQuery, textField, versionField } from "#kernel/fields.ts";
import {
  atSettlement,
  atSite,
  basisField,
  meterKindField,
  objectionField,
  policyField,
  poolField,
  previewLineField,
  problemField,
  settlementField,
  settlementLineField,
  sheetType,
  tariffField,
  tariffFormField,
} from "./fields.ts";
import { metersRights } from "./rights.ts";

export const listTariffs = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/tariffs",
  summary: "Every tariff with its prices by date, and the policies of sharing",
  permission: metersRights.read,
  params: atSite,
  reply: z.object({ items: z.array(tariffField), policies: z.array(policyField) }),
});

export const addTariff = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/tariffs",
  summary: "Add a tariff with its first prices",
  permission: metersRights.price,
  params: atSite,
  body: z.object({ id: idField("tariff"), name: textField(60), kind: meterKindField(), isDefault: z.boolean().default(false), fromDay: dateField(), form: tariffFormField }),
  reply: tariffField,
});

const atTariff = z.object({ siteId: idField("site"), tariffId: idField("tariff") });

export const changeTariff = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/meters/tariffs/{tariffId}",
  summary: "Rename a tariff, or make it the one that holds for its kind",
  permission: metersRights.price,
  params: atTariff,
  body: z.object({ name: textField(60), isDefault: z.boolean(), version: versionField() }),
  reply: tariffField,
});

export const setPrices = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/tariffs/{tariffId}/prices",
  summary: "Prices from a day on; what was published before stays as it was",
  permission: metersRights.price,
  params: atTariff,
  body: z.object({ fromDay: dateField(), form: tariffFormField, version: versionField() }),
  reply: tariffField,
});

export const setPolicy = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/policies",
  summary: "How common use and loss of a kind are shared out from a day on, and at which flat tariff",
  permission: metersRights.price,
  params: atSite,
  body: z.object({ kind: meterKindField(), fromDay: dateField(), common: basisField(), loss: basisField(), tariffId: idField("tariff").nullable().default(null) }),
  reply: policyField,
});

const monthOfKind = { kind: meterKindField().default("electricity"), month: monthField() };

export const previewSettlement = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/preview",
  summary: "What a month would come to: every line with its arithmetic and the month before, every pool, and all that stands against publishing",
  permission: metersRights.preview,
  params: atSite,
  query: z.object(monthOfKind),
  reply: z.object({
    lines: z.array(previewLineField),
    pools: z.array(poolField),
    problems: z.array(problemField()),
    /** Names what was previewed: publishing asks for it, so that nobody publishes what they did not see. */
    fingerprint: z.string(),
    common: basisField(),
    loss: basisField(),
    owed: fenSumField(),
    borne: fenSumField(),
  }),
});

export const exportPreview = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/preview.xlsx",
  summary: "The same lines as an Excel file",
  permission: metersRights.preview,
  params: atSite,
  query: z.object(monthOfKind),
  reply: fileReply(sheetType),
});

export const listSettlements = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/settlements",
  summary: "Published, billed and withdrawn apportionments, newest month first",
  permission: metersRights.read,
  params: atSite,
  query: z.object({ kind: meterKindField().optional(), ...pageQuery }),
  reply: pageOf(settlementField),
});

export const publishSettlement = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/settlements",
  summary: "Publish a month as previewed: its readings are locked, tenants may object for seven days",
  permission: metersRights.charge,
  params: atSite,
  body: z.object({ id: idField("settlement"), kind: meterKindField(), month: monthField(), dueOn: dateField(), fingerprint: z.string().max(100) }),
  reply: settlementField,
});

export const getSettlement = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/settlements/{settlementId}",
  summary: "An apportionment with its lines, pools and objections",
  permission: metersRights.read,
  params: atSettlement,
  reply: settlementField.extend({ items: z.array(settlementLineField), pools: z.array(poolField), objections: z.array(objectionField) }),
});

export const exportSettlement = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/settlements/{settlementId}/lines.xlsx",
  summary: "Its lines as an Excel file",
  permission: metersRights.read,
  params: atSettlement,
  reply: fileReply(sheetType),
});

export const withdrawSettlement = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/meters/settlements/{settlementId}/withdrawal",
  summary: "Take back a published apportionment before it is billed; its readings are free again",
  permission: metersRights.charge,
  params: atSettlement,
  body: z.object({ reason: textField(300) }),
  reply: settlementField,
});

export const billSettlement = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/meters/settlements/{settlementId}/charges",
  summary: "Charge every tenant's lines, once objections are over and answered",
  permission: metersRights.charge,
  params: atSettlement,
  reply: settlementField,
});

export const raiseObjection = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/settlements/{settlementId}/objections",
  summary: "Record a tenant's objection to a published apportionment",
  permission: metersRights.charge,
  params: atSettlement,
  body: z.object({ id: idField("objection"), tenantId: idField("tenant"), said: textField(1000) }),
  reply: objectionField,
});

export const answerObjection = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/meters/objections/{objectionId}/answer",
  summary: "Answer an objection",
  permission: metersRights.charge,
  params: z.object({ siteId: idField("site"), objectionId: idField("objection") }),
  body: z.object({ answer: textField(1000) }),
  reply: objectionField,
});

export const listOwnShares = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/portal/settlements",
  summary: "What was published for my company, newest month first, line by line with its arithmetic",
  permission: metersRights.portal,
  params: atSite,
  query: z.object(pageQuery),
  reply: pageOf(
    settlementField
      .pick({ id: true, kind: true, month: true, state: true, common: true, loss: true, dueOn: true, objectionsUntil: true })
      .extend({ items: z.array(settlementLineField), objections: z.array(objectionField), owed: fenSumField() }),
  ),
});

export const objectToShare = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/portal/settlements/{settlementId}/objections",
  summary: "Object to what was published for my company",
  permission: metersRights.portal,
  params: atSettlement,
  body: z.object({ id: idField("objection"), said: longTextField(1000).min(1) }),
  reply: objectionField,
});
