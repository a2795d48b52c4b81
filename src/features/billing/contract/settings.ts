import { z } from "zod";
import { endpoint } from "#kernel/contract.ts";
import { dateField, idField, textField } from "#kernel/fields.ts";
import { feeItemCodeField, feeItemField, taxCategoryField } from "./fields.ts";
import { billingRights } from "./rights.ts";

const site = { siteId: idField("site") };
const rate = { category: taxCategoryField(), taxpayer: z.enum(["general", "smallScale"]), rate: z.string().regex(/^0(\.\d{1,6})?$/), from: dateField() };

export const getSettings = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/settings",
  summary: "Fee items with payee and tax, the tax rates of the law and the site's own, and the day from which runs bill",
  permission: billingRights.read,
  params: z.object(site),
  reply: z.object({
    feeItems: z.array(feeItemField),
    lawfulRates: z.array(z.object(rate)).readonly(),
    ownRates: z.array(z.object({ id: idField("taxRate"), ...rate })),
    startsOn: dateField().nullable(),
    version: z.number().int(),
  }),
});
export const changeFeeItem = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/billing/fee-items/{code}",
  summary: "Decide how a fee item is called, who is paid and how it is taxed, for bills from now on",
  permission: billingRights.settings,
  params: z.object({ ...site, code: feeItemCodeField() }),
  body: z.object({
    name: z.object({ zh: textField(40), en: textField(60) }),
    payee: z.enum(["owner", "property"]),
    taxCategory: taxCategoryField(),
    goodsCode: z.string().regex(/^\d{0,19}$/),
    version: z.number().int().min(0).max(2_000_000_000),
  }),
  reply: feeItemField,
});
export const addTaxRate = endpoint({
  method: "POST",
  path: "/sites/{siteId}/billing/tax-rates",
  summary: "Add a tax rate of the site's own from a day on",
  permission: billingRights.settings,
  params: z.object(site),
  body: z.object({ id: idField("taxRate"), ...rate }),
  reply: z.object({ id: idField("taxRate"), ...rate }),
});
export const removeTaxRate = endpoint({
  method: "DELETE",
  path: "/sites/{siteId}/billing/tax-rates/{taxRateId}",
  summary: "Remove a tax rate of the site's own; issued bills keep theirs",
  permission: billingRights.settings,
  params: z.object({ ...site, taxRateId: idField("taxRate") }),
});
export const setStart = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/billing/start",
  summary: "Say from which due day on runs bill; what fell due before is settled elsewhere",
  permission: billingRights.settings,
  params: z.object(site),
  body: z.object({ startsOn: dateField().nullable(), version: z.number().int().min(0).max(2_000_000_000) }),
  reply: z.object({ startsOn: dateField().nullable(), version: z.number().int() }),
});
