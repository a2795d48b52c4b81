import { type BusinessCalendar, isWorkingDay } from "#kernel/calendar.ts";
import { type Id, newId } from "#kernel/id.ts";
import { makeLetter } from "#features/leasing/contract/letters.ts";
import { setAsking } from "#features/leasing/contract/vacancies.ts";
import * as leads from "#features/tenants/contract/leads.ts";
import type { Lead, LeadSource, LostReason, OpenStage, StepKind } from "#features/tenants/rules/leads.ts";
import type { Actor } from "#platform/context.ts";
import type { Perform } from "./perform.ts";

interface LeadsWorld {
  readonly perform: Perform;
  readonly officer: Actor;
  readonly calendar: BusinessCalendar;
  readonly zone: string;
  /** Units that nobody leases, to show. */
  readonly vacant: readonly Id<"unit">[];
}

interface Step {
  /** Days after the enquiry. */
  readonly after: number;
  readonly kind: StepKind;
  readonly note: string;
  readonly next: string;
  readonly nextIn: number;
}
interface Story {
  readonly company: string;
  readonly contactName: string;
  readonly phone: string;
  readonly source: LeadSource;
  readonly area: readonly [number, number];
  readonly budget: string;
  readonly industry: string;
  readonly daysAgo: number;
  /** Minutes until the first answer; left out, nobody has answered yet. */
  readonly answeredAfter?: number;
  readonly first?: { readonly next: string; readonly nextIn: number };
  readonly steps?: readonly Step[];
  readonly stage?: OpenStage;
  readonly lost?: LostReason;
}

/** What came in lately: most in hand, one waiting for an answer, one overdue, two lost. */
const stories: readonly Story[] = [
  {
    company: "启航律师事务所",
    contactName: "顾言",
    phone: "13916000101",
    source: "agent",
    area: [400, 600],
    budget: "6.20",
    industry: "法律",
    daysAgo: 6,
    answeredAfter: 12,
    first: { next: "约看高区", nextIn: 1 },
    stage: "intent",
    steps: [
      { after: 1, kind: "viewing", note: "看重采光，问了空调加时费", next: "报价", nextIn: 2 },
      { after: 2, kind: "offer", note: "6.00 元/㎡·天，免租 45 天", next: "回复条件", nextIn: 3 },
      { after: 4, kind: "meeting", note: "条件谈妥，准备意向书", next: "签意向书", nextIn: 5 },
    ],
  },
  {
    company: "深蓝传媒有限公司",
    contactName: "许诺",
    phone: "13916000102",
    source: "website",
    area: [200, 300],
    budget: "5.50",
    industry: "传媒",
    daysAgo: 9,
    answeredAfter: 25,
    first: { next: "约看", nextIn: 3 },
    stage: "negotiating",
    steps: [
      { after: 3, kind: "viewing", note: "两间都喜欢", next: "报价", nextIn: 1 },
      { after: 4, kind: "offer", note: "报 5.60，对方希望 5.30", next: "回复最低价", nextIn: 5 },
    ],
  },
  {
    company: "合众会计师事务所",
    contactName: "罗欣",
    phone: "13916000103",
    source: "referral",
    area: [300, 450],
    budget: "5.80",
    industry: "会计",
    daysAgo: 8,
    answeredAfter: 8,
    first: { next: "约看", nextIn: 2 },
    steps: [{ after: 2, kind: "viewing", note: "嫌走廊偏暗", next: "约二次看房", nextIn: 3 }],
  },
  {
    company: "云舟物流有限公司",
    contactName: "汪洋",
    phone: "13916000104",
    source: "phone",
    area: [150, 200],
    budget: "4.80",
    industry: "物流",
    daysAgo: 6,
    answeredAfter: 48,
    first: { next: "发空置清单", nextIn: 1 },
    steps: [{ after: 1, kind: "message", note: "已发空置清单", next: "电话跟进", nextIn: 5 }],
  },
  {
    company: "拓野咨询有限公司",
    contactName: "姜珊",
    phone: "13916000105",
    source: "walkIn",
    area: [100, 160],
    budget: "5.00",
    industry: "咨询",
    daysAgo: 4,
    answeredAfter: 0,
    first: { next: "发报价单", nextIn: 4 },
  },
  {
    company: "星河数据有限公司",
    contactName: "赵敏",
    phone: "13916000106",
    source: "agent",
    area: [800, 1200],
    budget: "6.50",
    industry: "软件",
    daysAgo: 3,
    answeredAfter: 15,
    first: { next: "约看整层", nextIn: 3 },
  },
  {
    company: "青禾教育科技有限公司",
    contactName: "沈月",
    phone: "13916000107",
    source: "advert",
    area: [250, 350],
    budget: "5.20",
    industry: "教育",
    daysAgo: 10,
    answeredAfter: 20,
    first: { next: "电话跟进", nextIn: 2 },
    lost: "price",
    steps: [{ after: 2, kind: "call", note: "预算上限 4.50", next: "再问一次", nextIn: 4 }],
  },
  {
    company: "和风餐饮管理有限公司",
    contactName: "田野",
    phone: "13916000108",
    source: "phone",
    area: [80, 120],
    budget: "7.00",
    industry: "餐饮",
    daysAgo: 7,
    answeredAfter: 10,
    first: { next: "确认业态", nextIn: 2 },
    lost: "unqualified",
  },
  { company: "", contactName: "马先生", phone: "13916000109", source: "phone", area: [300, 400], budget: "5.50", industry: "", daysAgo: 0 },
];

const centi = (metres: number) => metres * 100;

/** The weeks of the leasing officer, each enquiry by the real commands at the moment it would have happened. */
export async function playLeads(world: LeadsWorld, from: Temporal.PlainDate, until: Temporal.Instant): Promise<number> {
  const today = until.toZonedDateTimeISO(world.zone).toPlainDate();
  if (world.vacant.length > 0) await world.perform(world.officer, until, setAsking, { body: { unitIds: [...world.vacant], asking: { price: "5.80", priceUnit: "sqmDay" } } });
  let taken = 0;
  for (const [index, story] of stories.entries()) {
    const day = workingDayBy(world.calendar, today.subtract({ days: story.daysAgo }));
    if (Temporal.PlainDate.compare(day, from) < 0) continue;
    const receivedAt =
      story.daysAgo === 0 ? until.subtract({ minutes: 9 }) : day.toZonedDateTime({ timeZone: world.zone, plainTime: { hour: 9, minute: 20 + index * 3 } }).toInstant();
    await play(world, story, receivedAt, until, index);
    taken += 1;
  }
  return taken;
}

type Reply = Pick<Lead, "version" | "stage">;

async function play(world: LeadsWorld, story: Story, receivedAt: Temporal.Instant, until: Temporal.Instant, index: number): Promise<void> {
  const { perform, officer, vacant, zone } = world;
  const { company, contactName, phone, source, budget, industry, area } = story;
  const dayOf = (at: Temporal.Instant, days: number) => at.toZonedDateTimeISO(zone).toPlainDate().add({ days }).toString();
  const leadId = newId<"lead">();
  let lead = (await perform(officer, receivedAt, leads.takeLead, {
    body: { id: leadId, company, contactName, phone, source, industry, budget, areaMinCenti: centi(area[0]), areaMaxCenti: centi(area[1]), wantedOn: dayOf(receivedAt, 45) },
  })) as Reply;
  if (story.answeredAfter === undefined || !story.first) return;
  const answeredAt = receivedAt.add({ minutes: story.answeredAfter });
  const take = async (at: Temporal.Instant, kind: StepKind, note: string, next: string, nextIn: number) => {
    const shown = kind === "viewing" ? vacant.slice(index, index + 2).map((unitId) => ({ unitId, remark: "" })) : [];
    if (kind === "viewing" && shown.length === 0) return;
    lead = (await perform(officer, at, leads.recordStep, {
      params: { leadId },
      body: { id: newId(), kind, note, shown, next: { what: next, on: dayOf(at, nextIn) }, version: lead.version },
    })) as Reply;
  };
  await take(answeredAt, source === "walkIn" ? "meeting" : "call", "介绍了空置单元与租赁条件", story.first.next, story.first.nextIn);
  let last = answeredAt;
  for (const { after, kind, note, next, nextIn } of story.steps ?? []) {
    const at = receivedAt.add({ hours: 24 * after + 1 });
    if (Temporal.Instant.compare(at, until) > 0) return;
    await take(at, kind, note, next, nextIn);
    last = at;
  }
  const end = last.add({ minutes: 30 });
  if (story.lost) await perform(officer, end, leads.endLead, { params: { leadId }, body: { reason: story.lost, note: "", version: lead.version } });
  else if (story.stage === "intent") await intend(world, leadId, end, dayOf, index);
  else if (story.stage && lead.stage !== story.stage) await perform(officer, end, leads.moveLead, { params: { leadId }, body: { stage: story.stage, version: lead.version } });
}

/** Both sides agree: a letter of intent keeps one of the units that were shown. */
async function intend(
  { perform, officer, vacant }: LeadsWorld,
  leadId: Id<"lead">,
  at: Temporal.Instant,
  dayOf: (at: Temporal.Instant, days: number) => string,
  index: number,
): Promise<void> {
  const unitId = vacant[index];
  if (!unitId) return;
  const leaseStart = Temporal.PlainDate.from(dayOf(at, 30)).with({ day: 1 }).add({ months: 1 });
  const leaseEnd = leaseStart.add({ years: 3 }).subtract({ days: 1 });
  await perform(officer, at, makeLetter, {
    body: {
      id: newId(),
      leadId,
      units: [{ unitId }],
      heldUntil: dayOf(at, 14),
      leaseStart: leaseStart.toString(),
      leaseEnd: leaseEnd.toString(),
      price: "6.00",
      priceUnit: "sqmDay",
      earnestMoney: 3_000_000,
      notes: "免租 45 天，押三付三",
    },
  });
}

function workingDayBy(calendar: BusinessCalendar, day: Temporal.PlainDate): Temporal.PlainDate {
  return isWorkingDay(calendar, day) ? day : workingDayBy(calendar, day.subtract({ days: 1 }));
}
