import { type Id, newId } from "#kernel/id.ts";
import { calendarOf, lookAtDuties } from "#features/duties/server/index.ts";
import * as manual from "#features/manual/contract.ts";
import { createPerson, grantRole, nameCompany } from "#features/people/server/index.ts";
import { occupancyOn } from "#features/leasing/server/index.ts";
import { createSite, planOf } from "#features/sites/server/index.ts";
import { askForPapers } from "#features/tenants/server/index.ts";
import type { Actor, Grant, SiteContext } from "#platform/context.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";
import { cast, type CastLogin, demoPassword, tenantLogin } from "./cast.ts";
import { playDesk } from "./desk.ts";
import { playFitOuts } from "./fitout.ts";
import { buildHouse, registerEntities } from "./house.ts";
import { playMoveInInspections } from "./inspections.ts";
import { playMoney } from "./money.ts";
import { playLeads } from "./leads.ts";
import { playMoveIns, takeOverTenants } from "./movein.ts";
import { playMeters } from "./meters.ts";
import { playMoveOuts } from "./moveout.ts";
import { performer } from "./perform.ts";

export interface DemoOptions {
  readonly now: Temporal.Instant;
  readonly zone: string;
  /** Weeks of desk history. */
  readonly weeks?: number;
  /** Months of leases, bills and payments before the one at hand. */
  readonly months?: number;
}

export interface DemoFacts {
  readonly siteId: Id<"site">;
  readonly deeds: number;
}

const usualWeeks = 8;
const usualMonths = 12;

/** Makes the demo tower with its people, tenants and weeks of desk history, by the real commands under a simulated clock. The same day gives the same history. */
export async function seedDemo(runtime: Runtime, { now, zone, weeks = usualWeeks, months = usualMonths }: DemoOptions): Promise<DemoFacts> {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const from = today.subtract({ weeks }).subtract({ days: today.dayOfWeek - 1 });
  const firstMonth = today.with({ day: 1 }).subtract({ months });
  const opening = firstMonth.subtract({ days: 3 }).toZonedDateTime(zone).toInstant();
  const siteId = newId<"site">();

  await runtime.across([], { actor: systemActor, now: opening }, async (ctx) => {
    await nameCompany(ctx, "云峰物业服务集团");
    await createSite(ctx, { id: siteId, code: "YF", name: "云峰国际中心", zone, address: "上海市浦东新区云峰路 88 号" });
  });
  const at = <T>(moment: Temporal.Instant, work: (ctx: SiteContext) => Promise<T>) => runtime.at(siteId, { actor: systemActor, now: moment }, work);

  const people = await at(opening, hire);
  await at(opening, registerEntities);
  const tenants = await at(opening, (ctx) => buildHouse(ctx, today));
  const contact = await at(opening, (ctx) => inviteContact(ctx, tenants));
  const perform = performer(runtime, siteId);
  const manager = people.get("manager");
  if (!manager) throw new RangeError("The demo has no manager");
  await perform(manager, opening, manual.adoptProposals, {});
  const calendar = await at(opening, calendarOf);
  const moving = { runtime, siteId, zone, perform, people };
  await takeOverTenants(moving, tenants, opening);

  const world = {
    perform,
    people,
    tenants: tenants.slice(0, 60),
    contact,
    calendar,
    zone,
    look: (moment: Temporal.Instant) => at(moment, async (ctx) => void (await lookAtDuties(ctx))),
  };
  // What the meters made is waiting when its month is billed.
  await playMeters({ ...world, handOver: (units, from) => playMoveInInspections({ runtime, siteId, perform, people }, units, from) }, now);
  await playMoney({ runtime, siteId, zone, perform, finance: people.get("finance")!, cashier: people.get("cashier")!, tenants }, firstMonth, today);
  const deeds = await playDesk(world, from, now);
  const officer = people.get("leasing");
  if (officer) await playLeads({ perform, officer, calendar, zone, vacant: await at(now, vacantUnits) }, from, now);
  await playFitOuts({ runtime, siteId, zone, perform, people, tenants }, firstMonth, now);
  await playMoveIns(moving, (await at(now, vacantUnits)).toReversed(), now);
  await playMoveOuts({ runtime, siteId, zone, perform, people, tenants }, firstMonth, now);
  await at(now, (ctx) => askForTheirPapers(ctx, tenants));
  return { siteId, deeds };
}

async function hire(ctx: SiteContext): Promise<Map<CastLogin, Actor>> {
  const people = new Map<CastLogin, Actor>();
  for (const { login, name, role } of cast) {
    const isAdministrator = login === "manager";
    const personId = await createPerson(ctx, { name, login, password: demoPassword, isAdministrator });
    await grantRole(ctx, { personId, role });
    people.set(login, { kind: "person", personId, name, grants: [{ siteId: ctx.siteId, role }], isAdministrator });
  }
  return people;
}

/** The first tenant's contact can sign in to the portal. */
async function inviteContact(ctx: SiteContext, tenants: Awaited<ReturnType<typeof buildHouse>>): Promise<Actor> {
  const [tenant] = tenants;
  if (!tenant) throw new RangeError("The demo has no tenant");
  const { tenantId, contactId, contactName } = tenant;
  const personId = await createPerson(ctx, { name: contactName, login: tenantLogin, password: demoPassword });
  const grant: Grant = { siteId: ctx.siteId, role: "tenantContact", tenantId, contactId, authorities: ["repair", "fees", "goods", "signing"] };
  await grantRole(ctx, { personId, role: grant.role, tenantId, contactId });
  return { kind: "person", personId, name: contactName, grants: [grant], isAdministrator: false };
}

/** Units to let that nobody leases. */
async function vacantUnits(ctx: SiteContext): Promise<Id<"unit">[]> {
  const [{ units }, { leases }] = [await planOf(ctx), await occupancyOn(ctx)];
  const leased = new Set(leases.map(({ unitId }) => unitId));
  return units.filter(({ id, state, use }) => state === "lettable" && use === "office" && !leased.has(id)).map(({ id }) => id);
}

/** A few tenants are asked for their papers: the one with a contact in the portal, and two that are moving in. */
async function askForTheirPapers(ctx: SiteContext, tenants: Awaited<ReturnType<typeof buildHouse>>): Promise<void> {
  const stages = ["moveIn", "lease", "intent"] as const;
  for (const [index, stage] of stages.entries()) {
    const tenant = tenants[index];
    if (tenant) await askForPapers(ctx, { tenantId: tenant.tenantId, stage });
  }
}
