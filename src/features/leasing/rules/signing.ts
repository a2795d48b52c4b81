import type { Id } from "#kernel/id.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import type { Annex, AnnexState } from "./annexes.ts";
import type { Point } from "./explanation.ts";
import type { LeaseVersion } from "./versions.ts";

/** What stands between a draft of terms and its signature. */
export const signingProblems = problems("leasing", {
  notDraft: { status: 409, words: words("只有草稿可以修改或提交。", "Only a draft can be changed or submitted.") },
  notSubmitted: { status: 409, words: words("这份条款没有在等待审批。", "These terms are not waiting for approval.") },
  notApproved: { status: 409, words: words("条款尚未批准：请先提交审批。", "The terms are not approved yet: submit them first.") },
  notOpen: { status: 409, words: words("这份条款已签署或已作废。", "These terms are signed or cancelled.") },
  ownApproval: { status: 403, words: words("提交人不能审批自己提交的条款，请由他人审批。", "Whoever drew up or submitted the terms does not approve them; somebody else does.") },
  annexMissing: { status: 409, words: words("必备附件《{annexZh}》尚未出具（2.1.1-3）。", "The compulsory annex “{annexEn}” has not been issued (2.1.1-3).") },
  annexUnsigned: { status: 409, words: words("必备附件《{annexZh}》尚未签完（2.1.1-3）。", "The compulsory annex “{annexEn}” is not signed by all (2.1.1-3).") },
  notExplained: { status: 409, words: words("条款「{pointZh}」尚未由客户确认讲解（2.1.2-2）。", "The tenant has not confirmed that “{pointEn}” was explained (2.1.2-2).") },
  letterMissing: { status: 409, words: words("合同文书尚未出具。", "The lease has not been issued for signing.") },
  letterUnsigned: { status: 409, words: words("合同文书尚未由双方签完。", "The lease is not signed by both sides yet.") },
  entityMissing: { status: 409, words: words("请先在「项目设置 › 法人主体」登记{entityZh}。", "Register the {entityEn} first: site settings, legal entities.") },
  signerMissing: { status: 409, words: words("该租户没有带签署权限的经办人。", "The tenant has no contact with the authority to sign.") },
  pointChanged: { status: 409, words: words("条款已变更，请刷新后重新确认。", "The terms have changed. Reload and confirm what they say now.") },
  pointMissing: { status: 404, words: words("没有这项条款。", "There is no such point.") },
  openVersion: {
    status: 409,
    words: words("这份租约还有一份未签的变更（第 {number} 版），请先完成或作废。", "Version {number} of this lease is still open. Finish or cancel it first."),
  },
  withoutTerms: { status: 409, words: words("这份租约登记时没有条款，不能做补充协议。", "This lease was recorded without its terms, so they cannot be amended.") },
  writtenTerms: { status: 409, words: words("这份租约的条款在此书写：请用补充协议变更。", "The terms of this lease are written here: change them by an amendment.") },
  startChanged: { status: 422, words: words("补充协议不能改变起租日。", "An amendment does not change the day a lease starts.") },
  dayOutside: { status: 422, words: words("生效日须在 {from} 至 {to} 之间。", "The day must lie between {from} and {to}.") },
  laterVersion: {
    status: 409,
    words: words("第 {number} 版自 {effectiveFrom} 起已生效，较早的变更须并入其后。", "Version {number} holds from {effectiveFrom}; a change of this kind cannot begin before it."),
  },
  changesNothing: { status: 422, words: words("这份补充协议没有改变任何条款。", "This amendment changes nothing.") },
  sameTenant: { status: 422, words: words("变更承租方须选择另一租户。", "A change of tenant names another tenant.") },
  otherTenant: { status: 422, words: words("只有「变更承租方」可以改变租户。", "Only a change of tenant changes who the tenant is.") },
  causeMissing: { status: 422, words: words("提前终止须写明原因类别。", "An early termination names its cause.") },
  notTerminated: { status: 409, words: words("第 {number} 版不是有效的提前终止。", "Version {number} is no early termination in force.") },
  notEarlier: { status: 422, words: words("提前终止的最后一天须早于 {leaseEnd}。", "An early termination ends before {leaseEnd}.") },
  signedInFuture: { status: 422, words: words("签署日不能晚于今天。", "The day of signing is not in the future.") },
});

export interface SigningFacts {
  readonly version: Pick<LeaseVersion, "status">;
  /** What the terms, the term and the units' other leases have against it. */
  readonly againstTerms: readonly Problem[];
  /** What the tenant's papers have against it. Manual 2.1.1-2. */
  readonly againstPapers: readonly Problem[];
  readonly annexes: readonly (Pick<Annex, "code" | "name" | "isCompulsory"> & { readonly state: AnnexState })[];
  readonly unexplained: readonly Pick<Point, "code" | "title">[];
  readonly missingEntities: readonly { readonly zh: string; readonly en: string }[];
  readonly letter: AnnexState;
}

/** All that stands against signing terms; empty if nothing does. Manual 2.1.1-2, 2.1.1-3, 2.1.2-2. */
export const whyNotSign = (facts: SigningFacts): Problem[] => [...whyNeverSign(facts), ...whyNotSignYet(facts)];

/** What no authority opens: the state, the law, another tenant in the unit. */
export const whyNeverSign = ({ version, againstTerms }: SigningFacts): Problem[] => reasons(version.status !== "approved" && signingProblems.notApproved(), againstTerms);

/** What the manager may open, with a reason that stays among the exceptions. */
export const whyNotSignYet = ({ againstPapers, annexes, unexplained, missingEntities, letter }: SigningFacts): Problem[] =>
  reasons(
    missingEntities.map(({ zh, en }) => signingProblems.entityMissing({ entityZh: zh, entityEn: en })),
    againstPapers,
    whyNotAnnexes(annexes),
    whyNotExplained(unexplained),
    letter === "missing" && signingProblems.letterMissing(),
    letter === "unsigned" && signingProblems.letterUnsigned(),
  );

export const whyNotAnnexes = (annexes: SigningFacts["annexes"]): Problem[] =>
  annexes
    .filter(({ isCompulsory, state }) => isCompulsory && state !== "signed")
    .map(({ name, state }) => signingProblems[state === "missing" ? "annexMissing" : "annexUnsigned"]({ annexZh: name.zh, annexEn: name.en }));

export const whyNotExplained = (unexplained: SigningFacts["unexplained"]): Problem[] =>
  unexplained.map(({ title }) => signingProblems.notExplained({ pointZh: title.zh, pointEn: title.en }));

/** All that stands against `personId` approving terms. */
export function whyNotApprove({ status, submittedById, draftedById }: Pick<LeaseVersion, "status" | "submittedById" | "draftedById">, personId: Id<"person"> | null): Problem[] {
  if (status !== "submitted") return [signingProblems.notSubmitted()];
  return reasons(personId !== null && (personId === submittedById || personId === draftedById) && signingProblems.ownApproval());
}
