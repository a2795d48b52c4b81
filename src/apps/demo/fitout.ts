import { type Id, newId } from "#kernel/id.ts";
import { billById } from "#features/billing/server/index.ts";
import { attachScan, documentsOf } from "#features/documents/server/index.ts";
import * as fitout from "#features/fitout/contract.ts";
import { addFile, caseView } from "#features/fitout/server/index.ts";
import type { Lease } from "#features/leasing/rules.ts";
import { leasesOfTenant } from "#features/leasing/server/index.ts";
import * as manual from "#features/manual/contract.ts";
import { takePayment } from "#features/payments/server/index.ts";
import { entityOfKind } from "#features/sites/server/index.ts";
import type { Actor, SiteContext } from "#platform/context.ts";
import { keepFile } from "#platform/files/index.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";
import type { CastLogin } from "./cast.ts";
import type { DemoTenant } from "./house.ts";
import type { Perform } from "./perform.ts";
import { pictureOfSurface } from "./pictures.ts";

interface World {
  readonly runtime: Runtime;
  readonly siteId: Id<"site">;
  readonly zone: string;
  readonly perform: Perform;
  readonly people: ReadonlyMap<CastLogin, Actor>;
  readonly tenants: readonly DemoTenant[];
}

/** How far a case of the demo has come, and how many days ago it began. */
const stories = [
  { upTo: "opened", days: 1, scope: "前台与会议室翻新" },
  { upTo: "guide", days: 2, scope: "开放办公区增设隔间" },
  { upTo: "submitted", days: 5, scope: "隔墙、吊顶、地毯、强弱电" },
  { upTo: "returned", days: 9, scope: "机房扩容，新增精密空调" },
  { upTo: "fireDue", days: 12, scope: "两间打通，改动喷淋与烟感" },
  { upTo: "unpaid", days: 16, scope: "茶水间与洗手间改造" },
  { upTo: "signed", days: 21, scope: "会议区玻璃隔断" },
  { upTo: "works", days: 34, scope: "整层办公室装修" },
  { upTo: "stopped", days: 38, scope: "展厅装修" },
  { upTo: "defects", days: 52, scope: "培训教室装修" },
  { upTo: "accepted", days: 62, scope: "办公室重新分隔" },
  { upTo: "refund", days: 104, scope: "总裁办公区装修" },
  { upTo: "done", days: 118, scope: "直播间装修" },
  { upTo: "withdrawn", days: 15, scope: "仓库改办公" },
] as const;
type Stage = (typeof stories)[number]["upTo"];
const order: readonly Stage[] = ["opened", "guide", "submitted", "returned", "fireDue", "unpaid", "signed", "works", "stopped", "defects", "accepted", "refund", "done"];

/** Fit-outs at every step, by the commands that people use; none from before the history of the demo begins. */
export async function playFitOuts(world: World, since: Temporal.PlainDate, now: Temporal.Instant): Promise<void> {
  const { runtime, siteId, perform, people, zone } = world;
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const manager = people.get("manager")!;
  const from = momentOn(since, 8, zone);
  await perform(manager, from, manual.setParameter, { params: { parameterId: "fitoutRefundDays" }, body: { value: 10, reason: "按装修管理协议" } });
  const candidates = [];
  for (const tenant of world.tenants) {
    const lease = await runtime.at(siteId, { actor: systemActor, now }, (ctx) => settledLease(ctx, tenant, today));
    if (lease) candidates.push({ tenant, ...lease });
  }
  // The first tenant, who signs in to the portal, has something to do there; works go on where the handover was signed, as far as there are such units.
  const told = stories.filter(({ days }) => Temporal.PlainDate.compare(today.subtract({ days }), since) >= 0);
  for (const story of [stories[1], ...told.filter(({ upTo }) => upTo !== "guide").toReversed()]) {
    const isLate = order.indexOf(story.upTo) > order.indexOf("signed");
    const index =
      story.upTo === "guide"
        ? 0
        : Math.max(
            0,
            candidates.findIndex(({ isInspected }) => isInspected === isLate),
          );
    const [chosen] = candidates.splice(index, 1);
    if (chosen) await tell(world, { ...chosen, story, today, now });
  }
}

interface Telling {
  readonly tenant: DemoTenant;
  readonly lease: Lease;
  readonly isInspected: boolean;
  readonly story: (typeof stories)[number];
  readonly today: Temporal.PlainDate;
  readonly now: Temporal.Instant;
}

async function tell(world: World, { tenant, lease, isInspected, story, today, now }: Telling): Promise<void> {
  const { runtime, siteId, perform, people, zone } = world;
  const [desk, engineer, fire, finance, guard, manager] = (["desk", "engineer", "firemanager", "finance", "guard", "manager"] as const).map((login) => people.get(login)!);
  const opened = today.subtract({ days: story.days });
  /** A moment so many days after it began, never later than now. */
  const on = (days: number, hour = 10): Temporal.Instant => {
    const wanted = momentOn(opened.add({ days }), hour, zone);
    return Temporal.Instant.compare(wanted, now) > 0 ? now : wanted;
  };
  const at = <T>(moment: Temporal.Instant, work: (ctx: SiteContext) => Promise<T>, actor = systemActor): Promise<T> => runtime.at(siteId, { actor, now: moment }, work);
  const reached = (stage: Stage) =>
    story.upTo === "withdrawn" ? stage === "opened" || stage === "guide" || stage === "submitted" : order.indexOf(stage) <= order.indexOf(story.upTo);
  const caseId = newId<"fitOut">();
  const params = { caseId };
  const view = (moment: Temporal.Instant) => at(moment, (ctx) => caseView(ctx, caseId));
  const day = (days: number) => opened.add({ days });

  await perform(desk!, on(0), fitout.openCase, { body: { id: caseId, leaseId: lease.id, cause: isInspected ? "moveIn" : "refit", unitIds: [lease.units[0]!.unitId] } });
  if (!reached("guide")) return;
  await perform(desk!, on(1), fitout.explainGuide, { params, body: { to: tenant.contactName } });
  if (!reached("submitted")) return;

  const workers = ["钱建国", "孙立", "周海", "吴永强"].map((name, index) => ({
    name,
    trade: ["电工", "木工", "油漆工", "泥瓦工"][index]!,
    certificateNo: index === 0 ? "T3101021985" : "",
  }));
  const contractor = {
    name: "申城建筑装饰工程有限公司",
    licenceNo: "D231012345",
    licenceUntil: today.add({ years: 2 }).toString(),
    manager: "赵海波",
    phone: "13911112222",
    email: "",
  };
  const details = {
    ...{ contractor, scope: story.scope, from: day(14).toString(), to: day(74).toString(), hours: "08:30–18:00", loadKw: "45", budget: 600_000_00 },
    ...{ isStructural: false, changesFireSystem: story.upTo === "fireDue", changesAirConditioning: true, changesWater: false, hasHiddenWorks: story.upTo === "works" },
    ...{ insurance: { insurer: "平安财险", policyNo: `PA-${opened.year}-00881`, from: day(0).toString(), to: day(200).toString() }, workers },
  };
  for (const [kind, name] of [
    ["drawing", "平面图.png"],
    ["licence", "营业执照.png"],
    ["insurance", "保单.png"],
  ] as const)
    await at(on(2), (ctx) => addFile(ctx, { caseId, kind, file: { name, bytes: pictureOfSurface({ seed: story.days + kind.length, isBroken: false }) } }), desk!);
  await perform(desk!, on(2, 11), fitout.submitApplication, { params, body: { id: newId(), details } });
  if (story.upTo === "withdrawn") return void (await perform(manager!, on(4), fitout.withdrawCase, { params, body: { reason: "租户取消装修计划" } }));
  if (!reached("returned")) return;

  const { application } = await view(on(2, 11));
  const review = { applicationId: application!.id, outcome: "approved" as const };
  if (story.upTo === "returned") {
    const opinion = "配电图缺回路负荷计算，精密空调排水去向未注明，请补充后重新提交。";
    return void (await perform(engineer!, on(4), fitout.reviewEngineering, { params, body: { id: newId(), ...review, outcome: "returned", opinion } }));
  }
  await perform(engineer!, on(4), fitout.reviewEngineering, {
    params,
    body: { id: newId(), ...review, opinion: "结构未改动，用电负荷在楼层余量内。", conditions: "强电改造由持证电工施工" },
  });
  const fireOpinion = "未改动防火分区，装修材料为 A 级和 B1 级。";
  await perform(fire!, on(4, 14), fitout.reviewFireSafety, {
    params,
    body: { id: newId(), ...review, opinion: fireOpinion, conditions: "现场配备灭火器不少于四具", isFireReviewDue: story.upTo === "fireDue" },
  });
  if (story.upTo === "fireDue") return;

  await perform(desk!, on(6), fitout.issueAgreement, { params, body: { contactId: tenant.contactId, contractorSigner: "赵海波" } });
  const { proposed } = (await view(on(6))).money;
  await perform(finance!, on(6, 14), fitout.setFees, { params, body: { billId: newId(), fees: proposed, dueOn: day(11).toString() } });
  if (!reached("signed")) return;
  await at(
    on(8),
    async (ctx) => {
      const scan = await keepFile(ctx, { name: "签署扫描件.png", type: "image/png", bytes: pictureOfSurface({ seed: story.days, isBroken: false }) });
      const letters = await documentsOf(ctx, { kind: "fitOut", id: caseId });
      for (const { id, kind } of letters) if (kind === "fitout.agreement" || kind === "fitout.fireLetter") await attachScan(ctx, id, scan.id, {});
    },
    desk!,
  );
  await pay(world, { caseId, tenantId: tenant.tenantId, moment: on(9) });
  if (!reached("works")) return;

  if (!isInspected)
    await perform(manager!, on(10), fitout.openStepGate, { params: { ...params, step: "permit" }, body: { reason: "老租户局部装修，现场已由工程主管核对，免重新验房" } });
  await perform(engineer!, on(10, 14), fitout.issuePermit, {
    params,
    body: { id: newId(), from: day(14).toString(), to: day(74).toString(), conditions: "材料走货梯，垃圾当日清运" },
  });
  for (const [index, days] of [15, 18, 22].entries()) {
    const isViolation = story.upTo === "stopped" && index === 2;
    const findings = isViolation ? "施工人员在现场吸烟，烟感探头被封套遮挡" : index === 1 ? "走道堆放石膏板，已当场移走" : "";
    const result = isViolation ? ("violation" as const) : index === 1 ? ("advised" as const) : ("inOrder" as const);
    const failed = isViolation ? (["fireFacilities"] as const) : index === 1 ? (["exitsClear"] as const) : [];
    await perform(guard!, on(days, 15), fitout.recordPatrol, { params, body: { id: newId(), happenedAt: on(days, 15).toString(), result, failed: [...failed], findings } });
  }
  if (story.upTo === "works") return;
  if (story.upTo === "stopped") {
    const order = { violation: "现场吸烟，遮挡烟感探头", demand: "拆除封套恢复探测；全员消防安全培训并提交记录" };
    return void (await perform(fire!, on(22, 16), fitout.stopWorks, { params, body: { id: newId(), patrolId: null, ...order } }));
  }

  await perform(desk!, on(46), fitout.askCompletion, { params, body: { on: day(48).toString() } });
  if (story.upTo === "defects") {
    const defects = [
      { id: newId(), description: "走道吊顶检修口未复原", mendBy: day(58).toString() },
      { id: newId(), description: "配电箱回路未标识", mendBy: day(55).toString() },
    ];
    return void (await perform(engineer!, on(48), fitout.acceptWorks, { params, body: { id: newId(), kind: "first", outcome: "defects", note: "消防点位完好", defects } }));
  }
  const { passes } = await view(on(48, 9));
  await perform(guard!, on(48, 9), fitout.returnPasses, { params, body: { passIds: passes.map(({ id }) => id) } });
  await perform(engineer!, on(48), fitout.acceptWorks, { params, body: { id: newId(), kind: "first", outcome: "passed", note: "与审核图纸一致，现场已清理" } });
  if (!reached("refund")) return;

  await perform(engineer!, on(78), fitout.acceptWorks, { params, body: { id: newId(), kind: "second", outcome: "passed", note: "未见渗漏与开裂" } });
  const lines = story.upTo === "refund" ? [{ description: "货梯轿厢壁板划伤修复", basis: "装修管理协议第三条", amount: 680_00 }] : [];
  await perform(engineer!, on(79), fitout.listDeductions, { params, body: { id: newId(), lines } });
  await perform(desk!, on(79, 14), fitout.tellDeductions, { params, body: { to: tenant.contactName } });
  const refundId = newId<"fitOutRefund">();
  await perform(finance!, on(80), fitout.askRefund, { params, body: { id: refundId, payee: { name: tenant.name, bank: "招商银行上海分行", account: "6225 8800 1234 5678" } } });
  if (reached("done")) await perform(manager!, on(82), fitout.decideRefund, { params: { ...params, refundId }, body: { isApproved: true, decision: "验收复验合格，同意退还" } });
}

/** The tenant pays what was billed, by bank. */
async function pay(
  { runtime, siteId, zone, people }: World,
  paid: { readonly caseId: Id<"fitOut">; readonly tenantId: Id<"tenant">; readonly moment: Temporal.Instant },
): Promise<void> {
  const { caseId, tenantId, moment } = paid;
  await runtime.at(siteId, { actor: people.get("cashier")!, now: moment }, async (ctx) => {
    const { id: entityId } = await entityOfKind(ctx, "property");
    for (const billId of (await caseView(ctx, caseId)).money.billIds) {
      const { lines, total } = await billById(ctx, billId);
      const parts = lines.map(({ id, amount }) => ({ lineId: id, amount }));
      await takePayment(ctx, {
        id: newId(),
        tenantId,
        entityId,
        means: "transfer",
        receivedOn: moment.toZonedDateTimeISO(zone).toPlainDate(),
        amount: total,
        remark: "装修费用",
        lines: parts,
      });
    }
  });
}

/** A lease that has run for months and runs on: its tenant is in and may fit out; and whether its handover was inspected and signed. */
async function settledLease(ctx: SiteContext, { tenantId }: DemoTenant, today: Temporal.PlainDate): Promise<{ readonly lease: Lease; readonly isInspected: boolean } | null> {
  const lease = (await leasesOfTenant(ctx, tenantId)).find(
    ({ status, leaseStart, leaseEnd }) =>
      status === "signed" && Temporal.PlainDate.compare(leaseStart, today.subtract({ days: 130 })) < 0 && Temporal.PlainDate.compare(leaseEnd, today.add({ days: 80 })) > 0,
  );
  if (!lease) return null;
  const inspection = await ctx.tx
    .selectFrom("handover.inspection")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where("lease_id", "=", lease.id)
    .where("type", "=", "moveIn")
    .where("stage", "=", "signed")
    .executeTakeFirst();
  return { lease, isInspected: inspection !== undefined };
}

const momentOn = (day: Temporal.PlainDate, hour: number, zone: string): Temporal.Instant => day.toZonedDateTime({ timeZone: zone, plainTime: { hour } }).toInstant();
