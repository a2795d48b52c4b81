import type { Fen } from "#kernel/money.ts";
import { yuanText } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import { sayWorking } from "#features/leasing/rules.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { entitiesOf, placeOf } from "#features/sites/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { type MoveOut, moveOutCauses } from "../../rules.ts";
import { sections, type Section, type SettlementLine } from "../../rules/settlement.ts";
import { itemStates } from "../../rules/settlementItems.ts";

interface Settled {
  readonly lines: readonly SettlementLine[];
  readonly net: Fen;
  readonly settledOn: Temporal.PlainDate;
  readonly reservation: string;
  readonly no: string;
}

/** What stands on the sheet F27: every line with its working, by section. */
export async function sheetData(ctx: SiteContext, moveOut: MoveOut, { lines, net, settledOn, reservation, no }: Settled) {
  const [lease, tenant, entities] = [await leaseById(ctx, moveOut.leaseId), await tenantById(ctx, moveOut.tenantId), await entitiesOf(ctx)];
  const names = new Map(entities.map(({ id, name }) => [id, name]));
  const unitIds = [...new Set(lease.units.map(({ unitId }) => unitId))];
  const places: string[] = [];
  for (const id of unitIds) places.push(await placeOf(ctx, id));
  return {
    no,
    tenant: tenant.name,
    leaseNo: lease.leaseNo,
    units: places.join("、"),
    leavingOn: moveOut.leavingOn.toString(),
    settledOn: settledOn.toString(),
    cause: moveOutCauses[moveOut.cause],
    isOwed: net < 0,
    net: yuanText(net < 0 ? ((0 - net) as Fen) : net),
    account: `${moveOut.account.name} ${moveOut.account.bank} ${moveOut.account.no}`,
    reservation,
    sections: (Object.keys(sections) as Section[])
      .map((section) => ({
        name: sections[section],
        lines: lines
          .filter((line) => line.section === section)
          .map((line) => ({
            name: line.name,
            detail: line.detail,
            holder: names.get(line.entityId) ?? "",
            period: line.from && line.to && !line.from.equals(line.to) ? `${line.from} ~ ${line.to}` : (line.from?.toString() ?? ""),
            amount: yuanText(line.amount),
            state: line.itemState && line.itemState !== "priced" ? itemStates[line.itemState] : null,
            working: { zh: sayWorking(line.working, "zh").join(""), en: sayWorking(line.working, "en").join(" ") },
          })),
        sum: yuanText(lines.filter((line) => line.section === section).reduce((sum, { amount }) => sum + amount, 0) as Fen),
      }))
      .filter((section) => section.lines.length > 0),
  };
}
