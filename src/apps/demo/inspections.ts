import { createHash } from "node:crypto";
import { type Id, newId } from "#kernel/id.ts";
import * as handover from "#features/handover/contract.ts";
import { type Fact, inspectionOf, signedContent } from "#features/handover/rules.ts";
import { inspectionPageById, keepPhoto } from "#features/handover/server/index.ts";
import { leasesOfUnit } from "#features/leasing/server/index.ts";
import type { Actor } from "#platform/context.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";
import type { CastLogin } from "./cast.ts";
import { dice } from "./dice.ts";
import type { DemoTenant } from "./house.ts";
import type { Perform } from "./perform.ts";
import { pictureOfSignature, pictureOfSurface } from "./pictures.ts";

export interface InspectionWorld {
  readonly runtime: Runtime;
  readonly siteId: Id<"site">;
  readonly perform: Perform;
  readonly people: ReadonlyMap<CastLogin, Actor>;
}

/** A unit that is handed over, with what its meter shows on the day. */
export interface HandedOver {
  readonly tenant: DemoTenant;
  readonly unitId: Id<"unit">;
  /** Null where there is none to read. */
  readonly meterId: Id<"meter"> | null;
  readonly shows: number;
}

/** Inspections of move-ins signed by both, half an hour each from `from` on: what a move-out will stand beside. */
export async function playMoveInInspections(world: InspectionWorld, units: readonly HandedOver[], from: Temporal.Instant): Promise<void> {
  const manager = world.people.get("manager")!;
  const technician = world.people.get("technician")!;
  const luck = dice(2_117);
  const kept = new Set<string>();
  for (const [index, unit] of units.entries()) {
    const at = from.add({ minutes: 30 * index });
    const signedAt = at.add({ minutes: 25 });
    const inspectionId = newId<"inspection">();
    const { read } = reader(world, at);
    const [lease] = await read((ctx) => leasesOfUnit(ctx, unit.unitId));
    const leaseId = lease?.tenantId === unit.tenant.tenantId ? lease.id : null;
    await world.perform(manager, at, handover.openInspection, {
      body: { id: inspectionId, type: "moveIn", tenantId: unit.tenant.tenantId, leaseId, unitIds: [unit.unitId], assigneeId: technician.personId },
    });
    const page = await read((ctx) => inspectionPageById(ctx, inspectionId));
    const { facts, photos } = recorded({ page, unit, at, luck, inspector: technician.name, seed: index });
    // Two drawn walls may be alike to the last bit, and what is kept already is not sent again.
    const fresh = new Map(photos.map((bytes) => [sha256(bytes), bytes] as const).filter(([hash]) => !kept.has(hash)));
    for (const hash of fresh.keys()) kept.add(hash);
    await reader(world, signedAt).read(async (ctx) => {
      for (const [hash, bytes] of fresh) await keepPhoto(ctx, { hash, type: "image/png", bytes });
    });
    await world.perform(technician, signedAt, handover.sendFacts, { body: { facts } });
  }
  await mendMost(world, from.add({ hours: 24 * 9 }));
}

/** What was found is mended within the fortnight and confirmed by somebody else; one waits for that, one was never mended. */
async function mendMost({ perform, people }: InspectionWorld, at: Temporal.Instant): Promise<void> {
  const [manager, technician] = [people.get("manager")!, people.get("technician")!];
  const { items } = (await perform(manager, at, handover.listDefects, { query: {} })) as { items: readonly { readonly id: Id<"defect">; readonly text: string }[] };
  for (const { id: defectId, text } of items.slice(1)) await perform(technician, at, handover.mendDefect, { params: { defectId }, body: { note: `已修复：${text}` } });
  for (const { id: defectId } of items.slice(2)) await perform(manager, at.add({ hours: 3 }), handover.confirmDefect, { params: { defectId }, body: { isInOrder: true } });
}

/** An inspection that is open already, done half an hour before `at` and signed by both; what it finds broken is the tenant's to answer for. */
export async function playMoveOutInspection(
  world: InspectionWorld,
  { inspectionId, unit, at, seed }: { readonly inspectionId: Id<"inspection">; readonly unit: HandedOver; readonly at: Temporal.Instant; readonly seed: number },
): Promise<void> {
  const technician = world.people.get("technician")!;
  const { read } = reader(world, at);
  const page = await read((ctx) => inspectionPageById(ctx, inspectionId));
  const { facts, photos } = recorded({ page, unit, at: at.subtract({ minutes: 30 }), luck: dice(seed), inspector: technician.name, seed, responsible: "tenant" });
  await read(async (ctx) => {
    for (const bytes of photos) await keepPhoto(ctx, { hash: sha256(bytes), type: "image/png", bytes });
  });
  await world.perform(technician, at, handover.sendFacts, { body: { facts } });
}

type Page = Awaited<ReturnType<typeof inspectionPageById>>;

interface Recording {
  readonly page: Page;
  readonly unit: HandedOver;
  readonly at: Temporal.Instant;
  readonly luck: ReturnType<typeof dice>;
  readonly inspector: string;
  readonly seed: number;
  /** Who mends what is broken; the house unless told. */
  readonly responsible?: "operator" | "tenant";
}

/** By the part they are found at. */
const flaws = [
  ["wall", "墙面有细裂缝约 30 cm"],
  ["floor", "地砖一块空鼓"],
  ["lamps", "一盏筒灯不亮"],
  ["doors", "门锁偏紧"],
  ["sockets", "插座面板松动"],
] as const;

/** What one phone recorded from the first item to both signatures. */
function recorded({ page, unit, at, luck, inspector, seed, responsible = "operator" }: Recording): { facts: Fact[]; photos: Uint8Array[] } {
  const deviceId = newId<"device">();
  const photos: Uint8Array[] = [];
  const photograph = (bytes: Uint8Array): string => {
    photos.push(bytes);
    return sha256(bytes);
  };
  let number = 0;
  const head = () => ({
    id: newId<"fact">(),
    inspectionId: page.id,
    deviceId,
    number: ++number,
    happenedAt: at.add({ seconds: 20 * number }).toString({ smallestUnit: "millisecond" }),
  });
  const mendBy = at.toZonedDateTimeISO("UTC").toPlainDate().add({ days: 14 }).toString();
  const [part, flaw] = flaws[seed % flaws.length]!;
  const places = page.lines.flatMap(({ key }, index) => (key.endsWith(`/${part}`) ? [index] : []));
  const broken = places[luck.roll(places.length) % places.length];
  const facts: Fact[] = page.lines.map((line, index) => {
    const isBroken = index === broken;
    // The first walls and floors are photographed as they are, for the day of the move-out.
    const hashes = isBroken || index < 2 ? [photograph(pictureOfSurface({ seed: seed * 31 + index, isBroken }))] : [];
    return {
      ...head(),
      kind: "itemChecked",
      data: {
        line: line.key,
        condition: isBroken ? "defect" : "ok",
        text: isBroken ? flaw : "",
        photos: hashes,
        responsible: isBroken ? responsible : null,
        mendBy: isBroken ? mendBy : null,
      },
    };
  });
  if (unit.meterId)
    facts.push({
      ...head(),
      kind: "meterRead",
      data: { meterId: unit.meterId, values: { total: String(unit.shows) }, photo: null, remark: responsible === "tenant" ? "退租当日抄见" : "" },
    });
  facts.push({ ...head(), kind: "keysCounted", data: { place: "入户门", count: 4 } }, { ...head(), kind: "keysCounted", data: { place: "信箱", count: 2 } });
  const question: Fact = { ...head(), kind: "questionAsked", data: { text: "周末加班空调怎么申请？" } };
  facts.push(question, { ...head(), kind: "questionAnswered", data: { questionId: question.id, text: "提前一个工作日在租户端提交加时申请。" } });
  const contentHash = sha256(signedContent(page, inspectionOf(page.lines, facts)));
  const sign = (party: "tenant" | "property", name: string, contactId: string | null): Fact => ({
    ...head(),
    kind: "signed",
    data: { party, name, contactId, means: "onScreen", image: photograph(pictureOfSignature(seed * 2 + (party === "tenant" ? 1 : 0))), contentHash, disagreement: "" },
  });
  facts.push(sign("property", inspector, null), sign("tenant", unit.tenant.contactName, unit.tenant.contactId));
  return { facts, photos };
}

const reader = ({ runtime, siteId }: InspectionWorld, now: Temporal.Instant) => ({
  read: <T>(work: Parameters<typeof runtime.at<T>>[2]): Promise<T> => runtime.at(siteId, { actor: systemActor, now }, work),
});

const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");
