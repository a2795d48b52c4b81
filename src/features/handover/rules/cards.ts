import type { Id } from "#kernel/id.ts";
import type { Fen } from "#kernel/money.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { type Words, words } from "#kernel/words.ts";
import { declareWorking } from "#features/leasing/rules.ts";

// 门禁卡与钥匙: what is handed out to open doors, by number, and who holds it. Manual 2.1.1-5, 2.1.3-5; F02.

export const itemKinds = {
  card: words("门禁卡", "Access card"),
  key: words("钥匙", "Key"),
} as const satisfies Record<string, Words>;
export type ItemKind = keyof typeof itemKinds;

export const itemStates = {
  inUse: words("在用", "In use"),
  lost: words("挂失", "Lost"),
  returned: words("已退回", "Returned"),
  cancelled: words("已注销", "Cancelled"),
} as const satisfies Record<string, Words>;
export type ItemState = keyof typeof itemStates;

/** What is about to be handed out. */
export interface NewItem {
  readonly kind: ItemKind;
  readonly number: string;
  readonly holder: string;
  readonly post: string;
  readonly phone: string;
  readonly zones: string;
  readonly validTo: Temporal.PlainDate | null;
  /** What its loss costs. */
  readonly fee: Fen;
}

declareWorking("cardLost", { steps: { cardLost: words("{zh} {number} 挂失：{amount|yuan} 元。", "{en} {number} lost: {amount|yuan} yuan.") } });

export const mostItems = 500;

export const cardProblems = problems("handover", {
  itemNotFound: { status: 404, words: words("没有这张卡或这把钥匙。", "No such card or key.") },
  grantNotFound: { status: 404, words: words("没有这项领用资格。", "No such right to hold cards and keys.") },
  grantEnded: { status: 409, words: words("领用资格已经终止，不能再发卡发钥匙。", "The right to hold cards and keys has ended: nothing more is handed out.") },
  alreadyGranted: { status: 409, words: words("这份合同已有领用资格。", "This lease already has the right to hold cards and keys.") },
  numberInUse: { status: 409, words: words("{kindZh} {number} 正由他人使用。", "{kindEn} {number} is in use already.") },
  numberInUseNow: { status: 409, words: words("其中一个编号刚刚被发出，请刷新后重试。", "One of the numbers was handed out just now. Reload and try again.") },
  numberTwice: { status: 422, words: words("{kindZh} {number} 写了两次。", "{kindEn} {number} is there twice.") },
  nothingToIssue: { status: 422, words: words("请至少填写一张卡或一把钥匙。", "Name at least one card or key.") },
  validityPast: { status: 422, words: words("{number} 的有效期已过。", "{number} would have run out already.") },
  notInUse: { status: 409, words: words("{number} 已不在使用中。", "{number} is no longer in use.") },
  stillHeld: { status: 409, words: words("还有 {count} 张卡或钥匙在租户手中：{numbers}。", "The tenant still holds {count} cards or keys: {numbers}.") },
  otherTenant: { status: 409, words: words("补发须归同一租户。", "What replaces it must go to the same tenant.") },
  leaseNotSigned: { status: 409, words: words("合同尚未签订。", "The lease is not signed.") },
  signerMissing: { status: 409, words: words("请选择有签署权限的经办人签收。", "Choose a contact who may sign to receive them.") },
  sheetUnreadable: { status: 422, words: words("表格里没有找到「编号」和「领用人」两列。", "The sheet has no columns “Number” and “Holder”.") },
});

/** All that stands against handing these out; numbers that somebody else holds are the database's to know. */
export function whyNotIssue(items: readonly NewItem[], today: Temporal.PlainDate): Problem[] {
  const seen = new Set<string>();
  return reasons(
    items.length === 0 && cardProblems.nothingToIssue(),
    items.flatMap(({ kind, number, validTo }) => {
      const key = `${kind} ${number}`;
      const isTwice = seen.has(key);
      seen.add(key);
      return reasons(
        isTwice && cardProblems.numberTwice({ number, kindZh: itemKinds[kind].zh, kindEn: itemKinds[kind].en }),
        validTo !== null && Temporal.PlainDate.compare(validTo, today) < 0 && cardProblems.validityPast({ number }),
      );
    }),
  );
}

/** A card or key, and who holds or held it. */
export interface AccessItem extends NewItem {
  readonly id: Id<"accessItem">;
  readonly grantId: Id<"accessGrant">;
  readonly batchId: Id<"accessBatch">;
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease">;
  readonly issuedAt: Temporal.Instant;
  readonly issuedByName: string;
  readonly state: ItemState;
  readonly endedAt: Temporal.Instant | null;
  readonly endedByName: string | null;
  readonly endedWhy: string;
  readonly replacesId: Id<"accessItem"> | null;
  readonly chargeId: Id<"charge"> | null;
}

/** What a tenant still has to bring back: all that is in use. */
export const outstanding = (items: readonly AccessItem[]): AccessItem[] => items.filter(({ state }) => state === "inUse");
