import { type Fen, yuanText } from "#kernel/money.ts";
import { words } from "#kernel/words.ts";
import type { Obstacle, Procedure } from "#features/manual/rules.ts";
import type { MoveOutCause } from "./causes.ts";
import { moveOutProblems } from "./problems.ts";

/** The records of one move-out, those of earlier features among them. */
export interface MoveOutFacts {
  readonly cause: MoveOutCause;
  readonly today: Temporal.PlainDate;
  readonly leavingOn: Temporal.PlainDate;
  readonly noticedAt: Temporal.Instant;
  /** The leasing officer held the notice against the lease. */
  readonly reviewedAt: Temporal.Instant | null;
  /** The manager approved it, which ended the lease on its leaving day. */
  readonly approvedAt: Temporal.Instant | null;
  /** The time that both agreed to. */
  readonly appointment: { readonly meetsAt: Temporal.Instant; readonly agreedAt: Temporal.Instant } | null;
  readonly inspection: {
    /** When both had signed. */
    readonly signedAt: Temporal.Instant | null;
    readonly openQuestions: number;
  } | null;
  /** The meters of the units, and those with a closing reading. */
  readonly meters: { readonly all: number; readonly unread: readonly string[]; readonly readAt: Temporal.Instant | null };
  readonly settlement: {
    readonly no: string;
    /** What the tenant gets back; below nought: what the tenant owes; null while no sheet is issued. */
    readonly net: Fen | null;
    readonly agreedAt: Temporal.Instant | null;
    /** What stands against the tenant's agreeing now: differences neither settled nor waived, sums not worked out. */
    readonly against: readonly Obstacle[];
    /** What the tenant still owes of it, and since when nothing. */
    readonly owed: Fen;
    readonly clearedAt: Temporal.Instant | null;
  } | null;
  readonly goods: { readonly open: readonly string[]; readonly passed: number };
  readonly clearedAt: Temporal.Instant | null;
  readonly addressRemains: boolean;
  readonly keys: { readonly out: readonly string[]; readonly isGrantLive: boolean; readonly backAt: Temporal.Instant | null };
  readonly confirmation: { readonly issuedAt: Temporal.Instant; readonly signedAt: Temporal.Instant | null } | null;
  readonly refund: { readonly approvals: number; readonly paidAt: Temporal.Instant | null };
  readonly invoices: { readonly open: number; readonly doneAt: Temporal.Instant | null };
  readonly vacantAt: Temporal.Instant | null;
}

const when = (isSo: boolean, obstacle: () => Obstacle): Obstacle[] => (isSo ? [obstacle()] : []);

/** Move-out, from the written notice to the vacant unit. Manual 2.1.3, 2.1.4; domain §3.7. */
export const moveOutProcedure: Procedure<MoveOutFacts> = {
  id: "moveOut",
  clause: "2.1.3",
  name: words("退租", "Move-out"),
  steps: [
    {
      id: "notice",
      clause: "2.1.3-1",
      name: words("退租申请审核", "Notice reviewed"),
      role: "leasingOfficer",
      needs: [],
      done: ({ reviewedAt }) => reviewedAt,
      documents: [words("F24 退租申请", "F24 move-out notice")],
      signatures: [words("租户", "Tenant"), words("招商", "Leasing")],
      standard: "noticeInWriting",
    },
    {
      id: "approval",
      clause: "2.1.3-1",
      name: words("项目经理审批，租约终止", "Manager approves, lease ends"),
      role: "projectManager",
      needs: ["notice"],
      done: ({ approvedAt }) => approvedAt,
      signatures: [words("项目经理", "Site manager")],
    },
    {
      id: "appointment",
      clause: "2.1.3-2",
      name: words("约定验房时间", "Inspection appointed"),
      role: "serviceOfficer",
      needs: ["approval"],
      done: ({ appointment }) => appointment?.agreedAt ?? null,
      documents: [words("验房通知", "Notice of inspection")],
      standard: "inspectionAppointed",
    },
    {
      id: "inspection",
      clause: "2.1.3-3",
      name: words("对照入驻验房", "Inspected beside the move-in"),
      role: "technician",
      needs: ["appointment"],
      gate: ({ inspection }) =>
        when((inspection?.openQuestions ?? 0) > 0, () => ({ reason: moveOutProblems.questionsOpen({ count: inspection!.openQuestions }), clearedBy: "inspection" })),
      done: ({ inspection }) => inspection?.signedAt ?? null,
      documents: [words("F03 验房交接单", "F03 unit handover")],
      signatures: [words("租户", "Tenant"), words("物业", "Property company")],
      standard: "moveOutInspected",
    },
    {
      id: "readings",
      clause: "2.1.3-3",
      name: words("退租抄表", "Closing readings"),
      role: "technician",
      needs: ["appointment"],
      applies: ({ meters }) => meters.all > 0,
      gatedBy: ["inspection"],
      gate: ({ meters }) => when(meters.unread.length > 0, () => ({ reason: moveOutProblems.meterUnread({ meters: meters.unread.join("、") }), clearedBy: "inspection" })),
      done: ({ meters, inspection }) => (meters.unread.length === 0 && inspection?.signedAt ? meters.readAt : null),
    },
    {
      id: "settlement",
      clause: "2.1.3-4",
      name: words("退租结算，客户签认", "Settlement agreed"),
      role: "finance",
      needs: ["inspection", "readings"],
      gate: ({ settlement }) => [...(settlement?.against ?? [])],
      done: ({ settlement }) => settlement?.agreedAt ?? null,
      documents: [words("F27 退租结算单", "F27 settlement")],
      signatures: [words("租户", "Tenant")],
      standard: "settlementAgreed",
    },
    {
      id: "clearance",
      clause: "2.1.3-5",
      name: words("物品清场", "Goods out"),
      role: "serviceOfficer",
      needs: ["settlement"],
      gate: ({ goods }) => [
        ...goods.open.map((no) => ({ reason: moveOutProblems.slipOpen({ no }), clearedBy: "clearance" })),
        ...when(goods.passed === 0 && goods.open.length === 0, () => ({ reason: moveOutProblems.goodsWithoutSlip(), clearedBy: "clearance" })),
      ],
      done: ({ clearedAt }) => clearedAt,
      documents: [words("F17 物品放行条", "F17 goods release slip")],
    },
    {
      id: "keysBack",
      clause: "2.1.3-5",
      name: words("门禁卡钥匙归还", "Cards and keys back"),
      role: "serviceOfficer",
      needs: ["inspection"],
      gate: ({ keys }) => when(keys.out.length > 0, () => ({ reason: moveOutProblems.itemsOut({ items: keys.out.join("、") }), clearedBy: "keysBack" })),
      done: ({ keys }) => (keys.out.length === 0 && !keys.isGrantLive ? keys.backAt : null),
      documents: [words("F02 门禁卡领用表", "F02 access-card register")],
      standard: "goodsAndKeysReturned",
    },
    {
      id: "confirmation",
      clause: "2.1.3-6",
      name: words("签署退租交接确认书", "Confirmation signed by both"),
      role: "serviceOfficer",
      needs: ["settlement", "clearance", "keysBack"],
      gate: ({ addressRemains }) => when(addressRemains, () => ({ reason: moveOutProblems.addressRemains(), clearedBy: "clearance" })),
      done: ({ confirmation }) => confirmation?.signedAt ?? null,
      documents: [words("F25 退租交接确认书", "F25 move-out confirmation")],
      signatures: [words("租户", "Tenant"), words("物业", "Property company")],
      standard: "moveOutConfirmed",
    },
    {
      id: "refund",
      clause: "2.1.4-2",
      name: words("退还保证金", "Refund"),
      role: "finance",
      needs: ["confirmation"],
      applies: ({ settlement }) => !settlement || settlement.net === null || settlement.net > 0,
      gate: ({ refund }) => when(refund.approvals < 2, () => ({ reason: moveOutProblems.notApprovedTwice({ count: refund.approvals }), clearedBy: "refund" })),
      done: ({ refund }) => refund.paidAt,
      signatures: [words("财务", "Finance"), words("项目经理", "Site manager")],
      standard: "refundInTime",
    },
    {
      id: "demand",
      clause: "2.1.3-4",
      name: words("补缴结算欠款", "What is owed is paid"),
      role: "finance",
      needs: ["confirmation"],
      applies: ({ settlement }) => (settlement?.net ?? 0) < 0,
      gate: ({ settlement }) => when((settlement?.owed ?? 0) > 0, () => ({ reason: moveOutProblems.debtOpen({ amount: yuanText(settlement!.owed) }), clearedBy: null })),
      done: ({ settlement }) => settlement?.clearedAt ?? null,
    },
    {
      id: "invoices",
      clause: "2.1.3-4",
      name: words("红字或末期发票", "Final invoices"),
      role: "finance",
      needs: ["refund", "demand"],
      gate: ({ invoices }) => when(invoices.open > 0, () => ({ reason: moveOutProblems.invoicesOpen({ count: invoices.open }), clearedBy: null })),
      done: ({ invoices }) => invoices.doneAt,
    },
    {
      id: "vacant",
      clause: "2.1.3-6",
      name: words("单元转空置巡查", "Unit vacant, patrols noted"),
      role: "securitySupervisor",
      needs: ["confirmation"],
      gate: ({ today, leavingOn }) =>
        when(Temporal.PlainDate.compare(today, leavingOn) < 0, () => ({ reason: moveOutProblems.daysLeft({ leavingOn: leavingOn.toString() }), clearedBy: null })),
      done: ({ vacantAt }) => vacantAt,
    },
  ],
};

export type MoveOutStep = (typeof moveOutProcedure.steps)[number]["id"];
