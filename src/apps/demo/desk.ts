import { type BusinessCalendar, dueAt, isWorkingDay } from "#kernel/calendar.ts";
import { type Id, newId } from "#kernel/id.ts";
import type { Department } from "#kernel/role.ts";
import * as service from "#features/service/contract.ts";
import { type Channel, isDissatisfied } from "#features/service/rules.ts";
import type { Actor } from "#platform/context.ts";
import type { CastLogin } from "./cast.ts";
import { type Dice, dice } from "./dice.ts";
import type { DemoTenant } from "./house.ts";
import { type Matter, matters, opinions } from "./matters.ts";
import type { Perform } from "./perform.ts";

/** Something somebody does at a moment; it may lead to more. */
interface Deed {
  readonly at: Temporal.Instant;
  readonly run: (at: Temporal.Instant) => Promise<readonly Deed[]>;
}

export interface DeskWorld {
  readonly perform: Perform;
  readonly people: ReadonlyMap<CastLogin, Actor>;
  readonly tenants: readonly DemoTenant[];
  readonly contact: Actor;
  readonly calendar: BusinessCalendar;
  readonly zone: string;
  /** Looks at the duties as the clock would. */
  readonly look: (at: Temporal.Instant) => Promise<void>;
}

const handlers: Readonly<Record<Department, CastLogin>> = {
  service: "desklead",
  engineering: "technician",
  security: "guard",
  environment: "environment",
  finance: "finance",
  leasing: "leasing",
  management: "quality",
};

/** Eight weeks at the desk, from `from` to `until`: every contact by the real commands, at the moment somebody would have done it. Returns how many deeds were done. */
export async function playDesk(world: DeskWorld, from: Temporal.PlainDate, until: Temporal.Instant): Promise<number> {
  const chance = dice(20_261_123);
  const queue: Deed[] = [];
  for (let day = from; Temporal.Instant.compare(momentOn(world, day, 0), until) < 0; day = day.add({ days: 1 })) queue.push(...dayOf(world, chance, day));
  queue.sort(byTime);

  let done = 0;
  while (queue.length > 0) {
    const deed = queue.shift();
    if (!deed || Temporal.Instant.compare(deed.at, until) > 0) break;
    for (const next of await deed.run(deed.at)) insert(queue, next);
    done += 1;
  }
  return done;
}

const byTime = (one: Deed, other: Deed) => Temporal.Instant.compare(one.at, other.at);

function insert(queue: Deed[], deed: Deed): void {
  const place = queue.findIndex((other) => byTime(deed, other) < 0);
  queue.splice(place === -1 ? queue.length : place, 0, deed);
}

/** A minute of a day at the site, counted from midnight. */
const momentOn = ({ zone }: Pick<DeskWorld, "zone">, day: Temporal.PlainDate, minutes: number): Temporal.Instant => day.toZonedDateTime(zone).add({ minutes }).toInstant();

function dayOf(world: DeskWorld, chance: Dice, day: Temporal.PlainDate): Deed[] {
  const deeds: Deed[] = [10 * 60, 14 * 60, 18 * 60 + 5].map((minutes) => ({
    at: momentOn(world, day, minutes),
    run: async (at) => {
      await world.look(at);
      return [];
    },
  }));
  if (!isWorkingDay(world.calendar, day)) return deeds;
  const contacts = 4 + chance.roll(4);
  for (let index = 0; index < contacts; index++) {
    const at = momentOn(world, day, 9 * 60 + 5 + chance.roll(8 * 60 + 40));
    deeds.push({ at, run: (moment) => take(world, chance, moment) });
  }
  deeds.push(callsOf(world, chance, day));
  if (day.dayOfWeek === 3) deeds.push(sampleOf(world, chance, day));
  if (day.day <= 6 && day.day > 1 && isFirstWorkingDays(world, day)) deeds.push(analysisOf(world, day));
  return deeds;
}

/** Somebody rings, comes by or writes; the desk registers it and sends it on its way. */
async function take(world: DeskWorld, chance: Dice, at: Temporal.Instant): Promise<readonly Deed[]> {
  const matter = chance.pick(matters);
  const tenant = world.tenants[chance.roll(world.tenants.length)];
  if (!tenant) return [];
  const caseId = newId<"case">();
  const channel = chance.pick<Channel>(["phone", "phone", "phone", "desk", "wechat", "email"]);
  const owner = actor(world, chance.chance(60) ? "desk" : "desk2");
  const unit = tenant.units[chance.roll(tenant.units.length)];
  const isAnsweredAtOnce = matter.kind === "enquiry" && chance.chance(85);
  const promisedAt = matter.severity !== "ordinary" || chance.chance(25) ? dueAt(at, { kind: "workingTime", minutes: 60 * (4 + chance.roll(14)) }, world.calendar).dueAt : null;
  await world.perform(owner, at, service.takeCase, {
    body: {
      id: caseId,
      kind: matter.kind,
      channel,
      severity: matter.severity,
      category: matter.category,
      title: matter.title,
      matter: matter.matter,
      tenantId: tenant.tenantId,
      contactId: tenant.contactId,
      contactName: tenant.contactName,
      contactPhone: tenant.phone,
      unitId: unit?.unitId ?? null,
      promisedAt: isAnsweredAtOnce ? null : (promisedAt?.toString() ?? null),
      answer: isAnsweredAtOnce ? { words: matter.answer, means: channel === "email" ? "email" : "phone" } : null,
    },
  });
  const course: Course = { world, chance, caseId, matter, tenant, owner, promisedAt };
  if (isAnsweredAtOnce) return [later(course, at, 60 * 6 + chance.roll(60 * 10), callBack)];
  if (chance.chance(2)) return [later(course, at, 15, declareVoid)];
  return [later(course, at, 3 + chance.roll(25), dispatch)];
}

interface Course {
  readonly world: DeskWorld;
  readonly chance: Dice;
  readonly caseId: Id<"case">;
  readonly matter: Matter;
  readonly tenant: DemoTenant;
  readonly owner: Actor;
  readonly promisedAt: Temporal.Instant | null;
  readonly isSecondRound?: boolean;
}

type Step = (course: Course, at: Temporal.Instant) => Promise<readonly Deed[]>;

/** The same course, some minutes of service time later. */
function later(course: Course, at: Temporal.Instant, minutes: number, step: Step): Deed {
  return { at: dueAt(at, { kind: "workingTime", minutes: Math.max(1, minutes) }, course.world.calendar).dueAt, run: (moment) => step(course, moment) };
}

const actor = (world: DeskWorld, login: CastLogin): Actor => {
  const found = world.people.get(login);
  if (!found) throw new RangeError(`Nobody is called ${login}`);
  return found;
};

const params = ({ caseId }: Course) => ({ caseId });
const personIn = (world: DeskWorld, login: CastLogin) => actor(world, login).personId;

const dispatch: Step = async (course, at) => {
  const { world, chance, matter, owner } = course;
  const isNamed = chance.chance(70);
  const body = { department: matter.department, handlerId: isNamed ? personIn(world, handlers[matter.department]) : null, instructions: "请尽快到场查看，处理后告知前台。" };
  await world.perform(owner, at, service.dispatch, { params: params(course), body });
  if (matter.department === "engineering" && chance.chance(12)) return [later(course, at, 20 + chance.roll(40), transfer)];
  return [later(course, at, 4 + chance.roll(30), accept)];
};

const transfer: Step = async (course, at) => {
  const { world } = course;
  await world.perform(actor(world, "engineer"), at, service.transfer, {
    params: params(course),
    body: { department: "engineering", handlerId: personIn(world, "technician2"), reason: "马超在处理停电，改派刘洋。" },
  });
  return [later({ ...course }, at, 10, acceptSecond)];
};

const accept: Step = async (course, at) => {
  const { world, chance, matter } = course;
  await world.perform(actor(world, handlers[matter.department]), at, service.accept, { params: params(course), body: {} });
  return afterAcceptance(course, at, handlers[matter.department], chance);
};

const acceptSecond: Step = async (course, at) => {
  await course.world.perform(actor(course.world, "technician2"), at, service.accept, { params: params(course), body: {} });
  return afterAcceptance(course, at, "technician2", course.chance);
};

function afterAcceptance(course: Course, at: Temporal.Instant, login: CastLogin, chance: Dice): readonly Deed[] {
  const { severity } = course.matter;
  const resolving = later(course, at, 40 + chance.roll(severity === "ordinary" ? 330 : 900), resolveBy(login));
  if (severity !== "ordinary") {
    const told = course.promisedAt && chance.chance(55) ? [later(course, at, 30, progress)] : [];
    return [later(course, at, 25, verifyBy("desklead", true)), ...told, resolving];
  }
  return chance.chance(30) ? [later(course, at, 20, verifyBy(login)), resolving] : [resolving];
}

const verifyBy =
  (login: CastLogin, isValid: boolean | null = null): Step =>
  async (course, at) => {
    await course.world.perform(actor(course.world, login), at, service.verify, { params: params(course), body: { findings: "已到现场查看，情况属实。", isValid } });
    return [];
  };

const progress: Step = async (course, at) => {
  const { world, owner, tenant } = course;
  await world.perform(owner, at, service.giveFeedback, {
    params: params(course),
    body: { isResult: false, words: "已安排人员处理，有结果马上告知您。", toWhom: tenant.contactName, means: "phone" },
  });
  return [];
};

const resolveBy =
  (login: CastLogin): Step =>
  async (course, at) => {
    const { world, chance, matter } = course;
    await world.perform(actor(world, login), at, service.resolve, { params: params(course), body: { measures: matter.measures } });
    // Now and then the answer lies on the desk over a day: the manual's working day is missed, and the score shows it.
    const delay = chance.chance(9) ? 60 * (10 + chance.roll(14)) : 5 + chance.roll(70);
    return [later(course, at, delay, feedback)];
  };

const feedback: Step = async (course, at) => {
  const { world, chance, owner, matter, tenant } = course;
  await world.perform(owner, at, service.giveFeedback, {
    params: params(course),
    body: { isResult: true, words: matter.answer, toWhom: tenant.contactName, means: chance.chance(75) ? "phone" : "wechat" },
  });
  if (chance.chance(3)) return [later(course, at, 60 * 20, fileByException)];
  return [later(course, at, 60 * 3 + chance.roll(60 * (chance.chance(8) ? 50 : 16)), callBack)];
};

/** Nobody answers the call-back: the manager opens the gate with a reason, and the month's exceptions show it. */
const fileByException: Step = async (course, at) => {
  const body = { gate: "closure", reason: "客户经办人长期出差，三次回访未接通，先行归档。" } as const;
  await course.world.perform(actor(course.world, "manager"), at, service.openGate, { params: params(course), body });
  return [later(course, at, 10, close)];
};

const callBack: Step = async (course, at) => {
  const { world, chance, tenant, owner } = course;
  const isPoor = !course.isSecondRound && chance.chance(5);
  const score = () => (isPoor ? 2 : 4 + chance.roll(2));
  const scores = { speed: score(), attitude: 4 + chance.roll(2), quality: score(), result: score() };
  const caller = owner === actor(world, "desk") ? "desk2" : "desk";
  const opinion = isPoor ? "问题又出现了，请再来看看。" : chance.pick(opinions);
  await world.perform(actor(world, caller), at, service.callBack, {
    params: params(course),
    body: { ...scores, isUnresolved: isPoor, opinion, visited: tenant.contactName, means: "phone" },
  });
  if (isDissatisfied({ scores, isUnresolved: isPoor })) return [later({ ...course, isSecondRound: true }, at, 20, dispatch)];
  return [later(course, at, 5 + chance.roll(60), close)];
};

const close: Step = async (course, at) => {
  const { world, owner, matter } = course;
  const attributable = matter.kind === "complaint" ? { attributable: matter.isAttributable ? ("yes" as const) : ("no" as const) } : {};
  await world.perform(owner, at, service.closeCase, { params: params(course), body: { cause: matter.cause, ...attributable, remark: "" } });
  return [];
};

const declareVoid: Step = async (course, at) => {
  await course.world.perform(actor(course.world, "desklead"), at, service.voidCase, { params: params(course), body: { reason: "与同日上一件重复登记。" } });
  return [];
};

/** The exchange's records of one day. */
function callsOf(world: DeskWorld, chance: Dice, day: Temporal.PlainDate): Deed {
  const calls = Array.from({ length: 3 + chance.roll(3) }, () => ({
    minute: 9 * 60 + chance.roll(9 * 60 - 10),
    waitedMs: 1500 + chance.roll(chance.chance(8) ? 22_000 : 9_000),
    isGreeted: chance.chance(94),
  }));
  return {
    at: momentOn(world, day, 18 * 60 + 1),
    run: async (at) => {
      for (const { minute, waitedMs, isGreeted } of calls) {
        const rings = Math.floor(waitedMs / 5000) + 1;
        await world.perform(actor(world, "quality"), at, service.recordTestCall, {
          body: {
            id: newId<"call">(),
            calledAt: momentOn(world, day, minute).toString(),
            rings,
            isAnswered: true,
            hadGreeting: isGreeted,
            answeredById: personIn(world, minute % 2 === 0 ? "desk" : "desk2"),
            remark: "",
          },
        });
      }
      return [];
    },
  };
}

function sampleOf(world: DeskWorld, chance: Dice, day: Temporal.PlainDate): Deed {
  const fails = chance.chance(18);
  return {
    at: momentOn(world, day, 15 * 60 + 30),
    run: async (at) => {
      await world.perform(actor(world, "quality"), at, service.recordConductSample, {
        body: {
          id: newId<"conductSample">(),
          sampledAt: at.toString(),
          personId: personIn(world, fails ? "desk2" : "desk") ?? "",
          failed: fails ? ["farewell"] : [],
          remark: fails ? "忘了结束语，已当面提醒。" : "",
        },
      });
      return [];
    },
  };
}

const isFirstWorkingDays = ({ calendar }: DeskWorld, day: Temporal.PlainDate): boolean => isWorkingDay(calendar, day) && !isWorkingDay(calendar, day.subtract({ days: 1 }));

function analysisOf(world: DeskWorld, day: Temporal.PlainDate): Deed {
  const month = day.toPlainYearMonth().subtract({ months: 1 }).toString();
  return {
    at: momentOn(world, day, 16 * 60),
    run: async (at) => {
      await world.perform(actor(world, "desklead"), at, service.recordAnalysis, {
        params: { month },
        body: {
          findings: "空调与电梯类占比最高，主要原因为设备故障与保养不到位；个别投诉反馈超过一个工作日，集中在周五下午受理的件。",
          actions: [
            {
              id: newId<"improvement">(),
              cause: "poorMaintenance",
              measure: "风机盘管冷凝水盘列入月度保养，工程部抽查三层。",
              department: "engineering",
              ownerId: personIn(world, "engineer"),
              dueOn: day.add({ days: 20 }).toString(),
            },
            {
              id: newId<"improvement">(),
              cause: "slowResponse",
              measure: "周五 16:00 后受理的投诉，当日由主管确认承诺时间。",
              department: "service",
              ownerId: personIn(world, "desklead"),
              dueOn: day.add({ days: 10 }).toString(),
            },
          ],
        },
      });
      return [];
    },
  };
}
