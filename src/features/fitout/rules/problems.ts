import { problems } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";

export const fitOutProblems = problems("fitout", {
  notFound: { status: 404, words: words("没有这个装修个案。", "No such fit-out.") },
  fileNotFound: { status: 404, words: words("没有这个文件。", "No such file.") },
  reviewNotFound: { status: 404, words: words("没有这条审核意见。", "No such review.") },
  stopNotFound: { status: 404, words: words("没有这张停工令。", "No such stop order.") },
  defectNotFound: { status: 404, words: words("没有这条缺陷。", "No such defect.") },
  refundNotFound: { status: 404, words: words("没有这次退还申请。", "No such refund.") },
  stale: { status: 409, words: words("内容已被他人修改，请刷新后重试。", "Somebody changed this in the meantime. Reload and try again.") },
  idTaken: { status: 409, words: words("这个编号已用于另一条记录。", "This id belongs to another record.") },
  ended: { status: 409, words: words("这个装修个案已经结束。", "This fit-out has ended.") },
  alreadyRunning: { status: 409, words: words("这份租约已有进行中的装修个案 {caseNo}。", "The lease has a running fit-out already: {caseNo}.") },
  notOfLease: { status: 409, words: words("所选房屋不在这份租约内。", "The units are not all in this lease.") },
  leaseNotLive: { status: 409, words: words("租约未签署或已结束。", "The lease is not signed, or has ended.") },

  // F04
  drawingMissing: { status: 409, words: words("未上传施工图纸。", "The drawings are missing.") },
  licenceMissing: { status: 409, words: words("未上传施工单位营业执照或资质。", "The contractor's licence is missing.") },
  policyMissing: { status: 409, words: words("未上传公众责任险保单。", "The liability policy is missing.") },
  workersMissing: { status: 409, words: words("未填写施工人员名单。", "The list of workers is missing.") },
  periodBackwards: { status: 422, words: words("完工日早于开工日。", "The works end before they begin.") },
  insuranceShort: { status: 409, words: words("保险期间未覆盖施工期，保险只到 {day}。", "The insurance does not cover the works: it ends on {day}.") },
  insuranceLate: { status: 409, words: words("保险自 {day} 起生效，晚于开工日。", "The insurance begins on {day}, after the works.") },
  licenceExpired: { status: 409, words: words("施工单位资质 {day} 到期，不足以覆盖施工期。", "The contractor's licence ends on {day}, before the works do.") },
  beyondLease: { status: 409, words: words("施工期超出租约，租约 {day} 到期。", "The works go on after the lease, which ends on {day}.") },
  unknownFile: { status: 409, words: words("附件不在本个案内，请重新上传。", "A file does not belong to this case. Upload it again.") },
  sheetWithoutNames: { status: 422, words: words("表格里没有“姓名”一列。", "The sheet has no column of names.") },
  sheetEmpty: { status: 422, words: words("表格里没有人员。", "There is nobody in the sheet.") },
  sheetTooLong: { status: 422, words: words("名单超过 {most} 人，请分批。", "The list has more than {most} people.") },

  // reviews
  sameReviewer: { status: 409, words: words("工程审核与消防审核须由不同的人作出。", "Engineering and fire safety are reviewed by different people.") },
  alreadyReviewed: { status: 409, words: words("这一项已有审核意见。", "This review is given already.") },
  returned: { status: 409, words: words("{kind}已退回：{opinion}", "Sent back by the {kind}: {opinion}") },
  opinionMissing: { status: 422, words: words("退回须写明需要补正的内容。", "To send it back, say what must be put right.") },
  permitIssued: {
    status: 409,
    words: words("许可证已签发，不能再撤回审核意见；请下停工令。", "The permit is issued: a review can no longer be withdrawn. Stop the works instead."),
  },
  notYourReview: { status: 403, words: words("审核意见由本人或项目经理撤回。", "A review is withdrawn by who gave it, or by the manager.") },
  fireReviewNotDue: { status: 409, words: words("本次装修不需要消防设计审查。", "These works need no statutory fire design review.") },

  // what the permit waits for
  agreementUnsigned: { status: 409, words: words("装修管理协议未由三方签署。", "The fit-out agreement is not signed by all three.") },
  fireLetterUnsigned: { status: 409, words: words("消防安全责任书未由租户和施工单位签署。", "The fire letter is not signed by tenant and contractor.") },
  feesNotSet: { status: 409, words: words("装修费用尚未核定。", "The fees are not set yet.") },
  feesSet: { status: 409, words: words("费用已核定并出账。", "The fees are set and billed already.") },
  unpaid: { status: 409, words: words("{zh}还有 {amount} 元未到账。", "{en}: {amount} yuan is not received yet.") },
  handoverUnsigned: { status: 409, words: words("验房交接单（装修前现场确认）未由双方签字。", "The handover sheet of the unit is not signed by both.") },
  noContractorSigner: { status: 409, words: words("请填写施工单位签署人。", "Name who signs for the contractor.") },
  permitBeyondInsurance: { status: 409, words: words("许可证有效期不能晚于保险到期日 {day}。", "The permit cannot outlast the insurance, which ends on {day}.") },
  permitBackwards: { status: 422, words: words("有效期止早于起。", "The permit ends before it begins.") },
  permitInPast: { status: 422, words: words("有效期止不能早于今天。", "The permit cannot end in the past.") },
  extensionNotLater: { status: 409, words: words("延期须晚于现有效期 {day}。", "An extension ends after {day}.") },
  worksAccepted: { status: 409, words: words("工程已竣工验收。", "The works are accepted already.") },
  noPermit: { status: 409, words: words("没有有效的施工许可证。", "There is no works permit in force.") },

  // while works run
  stopped: { status: 409, words: words("停工令 {orderNo} 未解除：{violation}", "Stop order {orderNo} stands: {violation}") },
  alreadyStopped: { status: 409, words: words("已有未解除的停工令 {orderNo}。", "Stop order {orderNo} stands already.") },
  alreadyLifted: { status: 409, words: words("停工令已解除。", "The stop order is lifted already.") },
  alreadyRectified: { status: 409, words: words("整改情况已报。", "The rectification is reported already.") },
  notRectified: { status: 409, words: words("整改情况还没有报上来。", "Nothing has been put right yet.") },
  findingsMissing: { status: 422, words: words("请写明发现的问题。", "Say what was found.") },
  inFuture: { status: 422, words: words("时间不能晚于现在。", "The time lies in the future.") },
  tooManyPhotos: { status: 422, words: words("一次最多 9 张照片。", "At most nine photos at a time.") },

  // acceptance
  completionSoon: { status: 422, words: words("验收日须提前 {least} 至 {most} 天申请。", "Acceptance is asked for {least} to {most} days ahead.") },
  completionAsked: { status: 409, words: words("已申请验收。", "Acceptance is asked for already.") },
  passesOut: { status: 409, words: words("还有 {count} 张施工证未交回。", "{count} works passes are not back yet.") },
  defectsOpen: { status: 409, words: words("还有 {count} 条缺陷未整改。", "{count} defects are not put right yet.") },
  defectsMissing: { status: 422, words: words("请列出缺陷。", "List the defects.") },
  defectsWithPass: { status: 422, words: words("判为合格时不列缺陷。", "What has passed has no defects.") },
  alreadyMended: { status: 409, words: words("这条缺陷已确认整改。", "This defect is put right already.") },
  recheckNotDue: { status: 409, words: words("复验日为 {day}，最早 {from} 起复验。", "The second acceptance is due on {day}, from {from} at the earliest.") },

  // refund
  deductionsUntold: { status: 409, words: words("扣款清单尚未出具并告知租户。", "The list of deductions is not made and told to the tenant.") },
  alreadyTold: { status: 409, words: words("清单已告知租户，请另出新版。", "The list is told already: make a new one.") },
  refundAsked: { status: 409, words: words("退还申请正在审批。", "The refund waits for its decision.") },
  refundDecided: { status: 409, words: words("这次申请已经审批。", "This refund is decided already.") },
  ownRefund: { status: 403, words: words("退还须由另一人审批。", "A refund is decided by another person.") },
});
