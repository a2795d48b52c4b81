import { problems } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";

export const arrearsProblems = problems("arrears", {
  stepNotFound: { status: 404, words: words("没有这一催收步骤。", "No such step of collection.") },
  stepClosed: { status: 409, words: words("这一步骤已经办结。", "This step is done with already.") },
  notOverdue: { status: 409, words: words("该租户没有逾期欠款。", "This tenant has nothing overdue.") },
  promiseNotFound: { status: 404, words: words("没有这份付款承诺。", "No such promise.") },
  promiseEnded: { status: 409, words: words("这份承诺已有结果。", "This promise has its outcome already.") },
  promisePast: { status: 422, words: words("承诺付款日不能早于今天。", "The promised day cannot lie in the past.") },
  promiseOrder: { status: 422, words: words("还款计划的日期须逐期推后。", "The days of a plan come one after the other.") },
  promiseAlready: { status: 409, words: words("已有一份生效中的承诺，请先撤销。", "A promise is in force already: withdraw it first.") },
  nothingToCharge: { status: 409, words: words("截至 {until} 没有可计收的违约金。", "No damages for delay to charge up to {until}.") },
  lateFeeInFuture: { status: 422, words: words("违约金只能计算到今天。", "Damages for delay are reckoned up to today at most.") },
  waiverBeyond: { status: 409, words: words("最多可减免 {most} 元。", "At most {most} yuan can be waived.") },
  waiverNotFound: { status: 404, words: words("没有这份违约金减免申请。", "No such waiver of damages for delay.") },
  waiverDecided: { status: 409, words: words("这份申请已有结论。", "This request is decided already.") },
  ownWaiver: { status: 409, words: words("不能审批自己提出的申请，请由另一人审批。", "You asked for it yourself: somebody else decides.") },
  ladderEmpty: { status: 422, words: words("催收阶梯至少要有一步。", "The ladder needs at least one step.") },
  onlyRemindersBefore: {
    status: 422,
    words: words("步骤“{id}”：到期日之前只能是提醒，提醒阶段也只能在到期日之前。", "Step {id}: before the due day there are reminders only, and that stage is for them."),
  },
  ladderTwice: { status: 422, words: words("步骤代码“{id}”重复。", "The step {id} is there twice.") },
  cutsUtilities: {
    status: 422,
    words: words(
      "步骤“{name}”涉及停水停电等手段：物业不得以停止供电、供水、供热、供燃气等方式催交物业费（民法典第944条）。",
      "Step “{name}” speaks of cutting a supply: fees are never collected by cutting power, water, heat or gas (Civil Code art. 944).",
    ),
  },
  stale: { status: 409, words: words("已被他人修改，请刷新后再改。", "Somebody else changed it. Read it again first.") },
});
