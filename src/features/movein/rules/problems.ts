import { problems } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";

export const moveInProblems = problems("movein", {
  notFound: { status: 404, words: words("没有这个入驻个案。", "No such move-in.") },
  handbookNoPdf: { status: 415, words: words("用户手册应为 PDF 文件。", "The handbook must be a PDF file.") },
  leaseNotSigned: { status: 409, words: words("合同尚未签订，不能开始入驻。", "The lease is not signed: nobody moves in yet.") },
  alreadyOpen: { status: 409, words: words("这份合同已有入驻个案。", "This lease already has a move-in.") },
  alreadyWithdrawn: { status: 409, words: words("这个入驻个案已经撤回。", "This move-in was already withdrawn.") },
  stepUnknown: { status: 404, words: words("入驻流程没有这一步。", "The move-in has no such step.") },
  alreadyMovedIn: { status: 409, words: words("已办结入驻，不能撤回。", "The tenant has moved in; that is not withdrawn.") },
  firstPaymentNotBilled: { status: 409, words: words("首期款尚有 {due} 元未出账单（2.1.1-4）。", "{due} of the first payment is not billed yet (2.1.1-4).") },
  firstPaymentOpen: {
    status: 409,
    words: words("首期款未到账：应付 {due} 元，还差 {open} 元（2.1.1-4）。", "The first payment has not come in: {due} due, {open} still open (2.1.1-4)."),
  },
  dueUnknown: {
    status: 409,
    words: words("合同没有录入条款，无法算出交钥匙前应付的款项（2.1.1-4）。", "The lease has no terms on record, so what is due before the keys is not known (2.1.1-4)."),
  },
  annexMissing: { status: 409, words: words("必备附件《{annexZh}》未出具（2.1.1-3）。", "The compulsory annex “{annexEn}” is missing (2.1.1-3).") },
  annexUnsigned: { status: 409, words: words("必备附件《{annexZh}》未签署（2.1.1-3）。", "The compulsory annex “{annexEn}” is not signed (2.1.1-3).") },
  meterUnread: { status: 409, words: words("还有 {count} 块表没有带照片的起始读数（2.1.1-5）。", "{count} meters have no opening reading with a photo (2.1.1-5).") },
  inspectionUnsigned: { status: 409, words: words("验房交接单未经双方签署（2.1.1-7）。", "The handover sheet is not signed by both sides (2.1.1-7).") },
  registrationIncomplete: { status: 409, words: words("入驻登记表还缺：{zh}。", "The registration still lacks: {en}.") },
  registrationSigned: { status: 409, words: words("入驻登记表已经签署，不再修改。", "The registration is signed and is not changed any more.") },
  registrationMissing: { status: 409, words: words("还没有填写入驻登记表。", "The registration has not been filled in yet.") },
  noSigner: { status: 409, words: words("请选择有签署权限的经办人。", "Choose a contact who may sign for the company.") },
  stale: { status: 409, words: words("内容已被他人修改，请刷新后重试。", "Somebody changed this in the meantime. Reload and try again.") },
  movedInFuture: { status: 422, words: words("入驻日不能晚于今天。", "The day of moving in cannot be after today.") },
  inspectionOpen: { status: 409, words: words("已经安排了验房。", "The inspection is already arranged.") },
});
