import { problems } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";

/** Everything the desk refuses, in one sentence each. */
export const serviceProblems = problems("service", {
  notFound: { status: 404, words: words("没有这个个案。", "No such case.") },
  fileNotFound: { status: 404, words: words("没有这个附件。", "No such attachment.") },
  analysisNotFound: { status: 404, words: words("没有这份月度分析。", "No such monthly analysis.") },
  actionNotFound: { status: 404, words: words("没有这项改进措施。", "No such improvement action.") },
  linkUnknown: { status: 404, words: words("评价链接无效。", "This rating link is not known.") },
  tenantNotFound: { status: 422, words: words("没有这家租户。", "No such tenant.") },
  contactNotFound: {
    status: 422,
    words: words("该租户没有这位联系人。", "The tenant has no such contact."),
  },
  unitNotFound: { status: 422, words: words("没有这个单元。", "No such unit.") },
  personNotHere: {
    status: 422,
    words: words("此人不在本项目任职。", "This person does not work on this site."),
  },

  timeMissing: {
    status: 422,
    words: words("缺受理时间（2.2.1-1）。", "The time of receipt is missing (2.2.1-1)."),
  },
  matterMissing: {
    status: 422,
    words: words("缺事项内容（2.2.1-1）。", "The matter is missing (2.2.1-1)."),
  },
  customerMissing: {
    status: 422,
    words: words("缺客户（2.2.1-1）。", "The customer is missing (2.2.1-1)."),
  },
  contactMissing: {
    status: 422,
    words: words("缺联系人（2.2.1-1）。", "The contact person is missing (2.2.1-1)."),
  },
  promiseMissing: {
    status: 422,
    words: words("不能当场答复的复杂或重大投诉须承诺答复时间（2.2.1-2）。", "A complex or grave complaint that is not answered at once needs a promised time (2.2.1-2)."),
  },
  promiseInPast: {
    status: 422,
    words: words("承诺时间须在现在之后。", "The promised time must lie ahead."),
  },
  inFuture: { status: 422, words: words("{zh}不能晚于现在。", "{en} cannot lie ahead.") },
  beforeReceipt: {
    status: 422,
    words: words("告知时间不能早于受理时间。", "The customer cannot have been told before the receipt."),
  },
  beforeReopening: {
    status: 422,
    words: words("告知时间不能早于本轮重新打开的时间。", "The customer cannot have been told before the case was reopened."),
  },
  reasonMissing: { status: 422, words: words("须写明原因。", "A reason is needed.") },
  wordsMissing: {
    status: 422,
    words: words("须写明对客户说了什么。", "What the customer was told is missing."),
  },
  personMissing: { status: 422, words: words("须写明告知了谁。", "Who was told is missing.") },
  findingsMissing: { status: 422, words: words("须写明核实情况。", "The findings are missing.") },
  measuresMissing: {
    status: 422,
    words: words("须写明处理措施。", "The measures taken are missing."),
  },
  departmentMissing: {
    status: 422,
    words: words("须选择部门或人员。", "Choose a department or a person."),
  },
  notInDepartment: {
    status: 422,
    words: words("此人不属于该部门。", "This person does not belong to that department."),
  },

  closed: {
    status: 409,
    words: words("个案已归档，须先重新打开。", "The case is archived; reopen it first."),
  },
  merged: { status: 409, words: words("个案已并入另一个案。", "The case was merged into another.") },
  voided: { status: 409, words: words("个案已作废。", "The case is void.") },
  stale: {
    status: 409,
    words: words("此个案刚被他人更改，请重新查看。", "Somebody has just changed this case; look at it again."),
  },
  alreadyAnswered: {
    status: 409,
    words: words("结果已反馈客户。", "The customer already has the result."),
  },
  notDispatched: { status: 409, words: words("尚未派单。", "The work is not dispatched yet.") },
  alreadyDispatched: {
    status: 409,
    words: words("已派单；改派请用转单并写明原因。", "The work is already dispatched; send it on with a reason."),
  },
  alreadyAccepted: {
    status: 409,
    words: words("已有人接单。", "Somebody has already accepted the work."),
  },
  alreadyResolved: { status: 409, words: words("已处理完毕。", "The work is already resolved.") },
  sameTarget: { status: 409, words: words("工作已在该处。", "The work is already there.") },
  notYours: {
    status: 403,
    words: words("工作派给了其他部门或人员。", "The work lies with another department or person."),
  },
  onlySupervisorDecides: {
    status: 403,
    words: words("是否属实由主管判定。", "Whether it is founded is for a supervisor to decide."),
  },
  workOpen: {
    status: 409,
    words: words("部门尚未处理完毕。", "The department has not finished its work."),
  },
  noFeedback: {
    status: 409,
    words: words("结果尚未反馈客户（2.2.1-3）。", "The customer has not been told the result (2.2.1-3)."),
  },
  noCallback: {
    status: 409,
    words: words("尚未回访（2.2.1-3）。", "There was no call-back (2.2.1-3)."),
  },
  beforeFeedback: {
    status: 409,
    words: words("回访须在反馈之后（2.2.1-3）。", "The call-back must follow the feedback (2.2.1-3)."),
  },
  alreadyCalledBack: { status: 409, words: words("已回访。", "The call-back is done.") },
  callerIsHandler: {
    status: 409,
    words: words("回访人不能是处理人（2.2.1-3）。", "The caller cannot be somebody who handled the case (2.2.1-3)."),
  },
  causeMissing: {
    status: 409,
    words: words("尚未判定原因（2.2.1-4）。", "The cause is not decided (2.2.1-4)."),
  },
  attributionMissing: {
    status: 409,
    words: words("尚未判定是否责任性。", "Whether it is attributable is not decided."),
  },
  notVerified: {
    status: 409,
    words: words("复杂或重大投诉尚未由主管判定是否属实。", "A supervisor has not decided whether this complex or grave complaint is founded."),
  },
  nothingToReopen: {
    status: 409,
    words: words("尚未反馈，无需重新打开。", "It has not been answered yet; there is nothing to reopen."),
  },
  sameCase: {
    status: 422,
    words: words("不能与自身合并或关联。", "A case cannot be merged into or linked with itself."),
  },
  otherTenant: {
    status: 409,
    words: words("不同客户的个案不能合并，可关联：每位客户都应得到答复。", "Cases of different customers are linked, not merged: each is owed an answer."),
  },
  alreadyLinked: { status: 409, words: words("已关联。", "They are already linked.") },
  sameOwner: {
    status: 409,
    words: words("此人已是首问责任人。", "This person already owns the case."),
  },
  nothingToOpen: {
    status: 409,
    words: words("没有可由权限打开的关口。", "Nothing stands that authority could open."),
  },
  nobodyAtDesk: {
    status: 409,
    words: words("本项目尚无客服人员，无人可承接。", "Nobody serves at this site's desk who could own the case."),
  },
  nobodyToTell: {
    status: 409,
    words: words("联系人没有邮箱。", "The contact has no e-mail address."),
  },

  linkExpired: { status: 410, words: words("评价链接已过期。", "This rating link has expired.") },
  linkSpent: {
    status: 410,
    words: words("评价链接已使用或已被新的链接取代。", "This rating link was used, or a newer one replaced it."),
  },
  ratingFrozen: {
    status: 409,
    words: words("评价已超过 12 小时，不能更改。", "The rating is older than 12 hours and can no longer be changed."),
  },

  noPbx: {
    status: 401,
    words: words("本项目未接入话务系统或签名不符。", "No exchange is connected to this site, or the signature is wrong."),
  },
  deliveryLate: {
    status: 401,
    words: words("签名时间与服务器相差超过 5 分钟。", "The signed time differs from ours by more than 5 minutes."),
  },
  deliveryRepeated: {
    status: 409,
    words: words("此批话单已收到过。", "This delivery was received before."),
  },
  rowUnreadable: {
    status: 422,
    words: words("第 {row} 行「{column}」无法识别：{value}。", "Row {row}, column {column} cannot be read: {value}."),
  },
  columnMissing: {
    status: 422,
    words: words("文件缺少列「{column}」。", "The file lacks the column {column}."),
  },
  tooManyCalls: { status: 422, words: words("一次最多导入 {most} 条话单，请分批导入。", "At most {most} calls come in at once; split the file.") },
  fileUnreadable: { status: 422, words: words("文件无法识别。", "The file cannot be read.") },

  monthNotOver: { status: 409, words: words("该月尚未结束。", "The month is not over yet.") },
  findingsTooShort: {
    status: 422,
    words: words("须写明原因分析。", "The analysis of causes is missing."),
  },
  actionsMissing: {
    status: 409,
    words: words("该月有责任性投诉，须至少提出一项改进措施（2.2.1-4）。", "The month had attributable complaints: at least one improvement action is needed (2.2.1-4)."),
  },
  analysisRecorded: {
    status: 409,
    words: words("该月分析已归档。", "This month's analysis is already recorded."),
  },
  actionDone: { status: 409, words: words("该措施已完成。", "The action is already done.") },
});

/** The moments that people type, by the field that brings them; a problem names its field in both languages. */
const typedMoments = {
  receivedAt: words("受理时间", "The time of receipt"),
  saidAt: words("告知时间", "The time when the customer was told"),
  calledAt: words("来电时间", "The time of the call"),
  calledBackAt: words("回访时间", "The time of the call-back"),
  sampledAt: words("抽查时间", "The time of the sample"),
} as const;

/** A moment that a person typed lies ahead of now. */
export const inFuture = (field: keyof typeof typedMoments) => serviceProblems.inFuture({ field, ...typedMoments[field] });
