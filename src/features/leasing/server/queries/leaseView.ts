import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { Problem } from "#kernel/problem.ts";
import { sql } from "kysely";
import type { SiteContext } from "#platform/context.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { entityKinds } from "#features/sites/rules.ts";
import { whyNotQualified } from "#features/tenants/server/index.ts";
import type { leaseViewField } from "../../contract.ts";
import { heldBy, type LeaseVersion, unitsHeld, whyNotAdd, whyNotTerms } from "../../rules.ts";
import { type SigningFacts, whyNotSign } from "../../rules/signing.ts";
import { openStatuses } from "../../rules/versions.ts";
import { annexesOfLease, letterOf } from "./annexes.ts";
import { explainedPoints } from "./explained.ts";
import { namedLeaseById } from "./leases.ts";
import { whyHeldForOthers, whyOverlapping } from "./overlaps.ts";
import { versionsOf, writtenIn } from "./terms.ts";

export type LeaseView = ValueOf<typeof leaseViewField>;

/** A lease with all that its page shows. Refusal: notFound. */
export async function leaseView(ctx: SiteContext, leaseId: Id<"lease">): Promise<LeaseView> {
  const lease = await namedLeaseById(ctx, leaseId);
  const versions = await versionsOf(ctx, leaseId);
  const open = versions.find(({ status }) => openStatuses.includes(status));
  const places = await placesOfUnits(ctx, [...new Set(lease.units.map(({ unitId }) => unitId))]);
  const facts = open ? await signingFacts(ctx, versions, open) : null;
  return {
    lease,
    places: lease.units.map((unit) => ({ ...unit, place: places.get(unit.unitId) ?? "" })),
    versions: versions.map((version) => ({ ...version })),
    open: open && facts ? { number: open.number, whyNotSign: whyNotSign(facts).map(plain) } : null,
    annexes: versions.length === 0 ? [] : await annexesOfLease(ctx, leaseId),
    points: versions[0] ? await explainedPoints(ctx, leaseId, versions[0].terms) : [],
  };
}

/** All that the gate before a signature asks. */
export async function signingFacts(ctx: SiteContext, versions: readonly LeaseVersion[], version: LeaseVersion): Promise<SigningFacts> {
  const isLease = version.number === 1;
  const registered = await entitiesOf(ctx);
  const missing = (["owner", "property"] as const).filter((kind) => !registered.some((entity) => entity.kind === kind));
  const points = isLease ? await explainedPoints(ctx, version.leaseId, version.terms) : [];
  return {
    version,
    againstTerms: await whyNotThese(ctx, versions, version),
    againstPapers: isLease || version.kind === "party" ? await whyNotQualified(ctx, version.tenantId) : [],
    annexes: isLease ? await annexesOfLease(ctx, version.leaseId) : [],
    unexplained: points.filter(({ confirmed }) => confirmed === null),
    missingEntities: missing.map((kind) => entityKinds[kind]),
    letter: await letterOf(ctx, version),
  };
}

/** What the terms themselves, the law and the other leases of the units have against a version. */
export async function whyNotThese(ctx: SiteContext, versions: readonly LeaseVersion[], version: LeaseVersion): Promise<Problem[]> {
  if (!version.amendment) return [...whyNotTerms(version.terms), ...(await whyTaken(ctx, version, wholeTerm(version)))];
  const written = writtenIn(versions);
  if (!written) return [];
  const against = whyNotAdd(written, version.amendment);
  if (against.length > 0) return against;
  const held = unitsHeld(heldBy({ ...written, amendments: [...written.amendments, { number: version.number, amendment: version.amendment }] }));
  return whyTaken(ctx, version, held);
}

/** Leases of others, and letters of intent that hold a unit for others. */
const whyTaken = async (ctx: SiteContext, version: LeaseVersion, held: Parameters<typeof whyOverlapping>[2]): Promise<Problem[]> => [
  ...(await whyOverlapping(ctx, version.leaseId, held)),
  ...(await whyHeldForOthers(ctx, version, held)),
];

const wholeTerm = ({ terms }: LeaseVersion) => terms.units.map(({ unitId }) => ({ unitId, from: terms.leaseStart, to: terms.leaseEnd }));

/** Places of units, as people say them, by id. */
export async function placesOfUnits(ctx: SiteContext, unitIds: readonly Id<"unit">[]): Promise<Map<string, string>> {
  if (unitIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; place: string }>`
    select unit.id, building.name || ' ' || floor.name || ' ' || unit.unit_no as place
    from sites.unit
    join sites.floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
    join sites.building on building.site_id = unit.site_id and building.id = unit.building_id
    where unit.site_id = ${ctx.siteId} and unit.id = any(${[...unitIds]}::uuid[])`.execute(ctx.tx);
  return new Map(rows.map(({ id, place }) => [id, place]));
}

export const plain = ({ code, facts }: Problem) => ({ code, facts: { ...facts } });
