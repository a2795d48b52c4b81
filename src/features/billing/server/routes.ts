import { route } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { cancelCharge, enterCharge } from "./commands/charges.ts";
import { addTaxRate, putFeeItem, removeTaxRate } from "./feeItems.ts";
import { billPage, chargePage } from "./queries/lists.ts";
import { setStart, settingsOf } from "./settings.ts";

export const billingRoutes = [
  route(contract.listBills, (ctx, { query }) => billPage(ctx, query)),
  route(contract.listCharges, (ctx, { query }) => chargePage(ctx, query)),
  route(contract.enterCharge, (ctx, { body }) => enterCharge(ctx, body)),
  route(contract.cancelCharge, (ctx, { params, body }) => cancelCharge(ctx, { id: params.chargeId, ...body })),
  route(contract.getSettings, (ctx) => settingsOf(ctx)),
  route(contract.changeFeeItem, (ctx, { params, body }) => putFeeItem(ctx, { code: params.code, ...body })),
  route(contract.addTaxRate, (ctx, { body }) => addTaxRate(ctx, body)),
  route(contract.removeTaxRate, (ctx, { params }) => removeTaxRate(ctx, params.taxRateId)),
  route(contract.setStart, (ctx, { body }) => setStart(ctx, body)),
];
