import { route } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { changeLease, createLease, endLease } from "./commands/leases.ts";
import { leasePage, occupancyOn } from "./queries/leases.ts";

export const leasingRoutes = [
  route(contract.listLeases, (ctx, { query }) => leasePage(ctx, query)),
  route(contract.occupancy, (ctx, { query }) => occupancyOn(ctx, query.on)),
  route(contract.createLease, (ctx, { body }) => createLease(ctx, body)),
  route(contract.changeLease, (ctx, { params, body }) => changeLease(ctx, { id: params.leaseId, ...body })),
  route(contract.endLease, (ctx, { params, body }) => endLease(ctx, { id: params.leaseId, ...body })),
];
