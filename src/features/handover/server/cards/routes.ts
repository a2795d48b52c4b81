import { route } from "#platform/feature.ts";
import * as contract from "../../contract/cards.ts";
import { changeItem, issueItems, loseItem, returnItems, takeOver } from "./commands.ts";
import { grantsOfLease, itemPage } from "./queries.ts";
import { itemForm, itemSheet, readItems } from "./sheets.ts";

export const cardRoutes = [
  route(contract.listItems, (ctx, { query }) => itemPage(ctx, query)),
  route(contract.exportItems, (ctx, { query }) => itemSheet(ctx, query)),
  route(contract.readItemSheet, (ctx, { body }) => readItems(ctx, body)),
  route(contract.itemSheetForm, (ctx, { query }) => itemForm(ctx, query)),
  route(contract.issueMore, (ctx, { params, body: { id, ...body } }) => issueItems(ctx, { ...body, grantId: params.grantId, batchId: id })),
  route(contract.getGrants, async (ctx, { params }) => ({ grants: await grantsOfLease(ctx, params.leaseId) })),
  route(contract.takeOver, (ctx, { params, body }) => takeOver(ctx, { ...params, ...body })),
  route(contract.loseItem, (ctx, { params, body }) => loseItem(ctx, { ...params, ...body })),
  route(contract.returnItems, (ctx, { body }) => returnItems(ctx, body)),
  route(contract.changeItem, (ctx, { params, body }) => changeItem(ctx, { ...params, ...body })),
  route(contract.portalItems, async (ctx) => ({ items: (await itemPage(ctx, { limit: 1000 })).items })),
];
