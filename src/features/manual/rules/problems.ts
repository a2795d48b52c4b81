import { problems } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";

export const manualProblems = problems("manual", {
  noEdition: { status: 404, words: words("这一天没有生效的手册版本", "No edition of the manual is in force on this day") },
  editionNotFound: { status: 404, words: words("没有这个手册版本", "No such edition of the manual") },
  clauseNotFound: { status: 404, words: words("手册中没有条款 {clause}", "The manual has no clause {clause}") },
  noSuchStandard: { status: 404, words: words("手册中没有这项标准：{standard}", "The manual has no such standard: {standard}") },
  noSuchParameter: { status: 404, words: words("手册中没有这个参数：{parameter}", "The manual has no such parameter: {parameter}") },
  parameterMissing: {
    status: 409,
    words: words(
      "项目尚未设定“{zh}”（条款 {clause}）；建议值 {proposed}，请在“手册参数”中确认",
      "The site has not set “{en}” (clause {clause}); proposed: {proposed}. Confirm it under Manual parameters",
    ),
  },
  outOfBounds: { status: 422, words: words("“{zh}”须是 {least} 到 {most} 之间的整数", "“{en}” must be a whole number from {least} to {most}") },
  notAChoice: { status: 422, words: words("“{zh}”只能取：{choices}", "“{en}” may only be one of: {choices}") },
  notProposed: {
    status: 409,
    words: words("“{zh}”涉及金钱或法律，须逐项确认，不能一键采用建议值", "“{en}” touches money or law: confirm it by itself, not with the proposals"),
  },
  backdated: { status: 409, words: words("生效日期不能早于今天（{today}）", "It cannot take effect before today ({today})") },
  notDraft: { status: 409, words: words("已发布的版本不能修改，请新建草稿", "A published edition cannot be changed: start a draft") },
  draftExists: { status: 409, words: words("已有一个草稿版本，请先发布或删除它", "There is already a draft: publish or discard it first") },
  stale: { status: 409, words: words("这份草稿已被他人修改，请刷新后再改", "Somebody else has changed this draft: reload it first") },
  notAfterLast: {
    status: 409,
    words: words("生效日期须晚于上一版本的生效日期（{last}）", "It must take effect after the edition before it ({last})"),
  },
  nothingChanged: { status: 409, words: words("草稿与现行版本没有差异", "The draft does not differ from the edition before it") },
  wordsMissing: { status: 422, words: words("{where} 缺少中文或英文文本", "{where} lacks its Chinese or English text") },
  chapterMissing: { status: 422, words: words("条款 {clause} 的章节 {chapter} 不存在", "Clause {clause} stands under chapter {chapter}, which does not exist") },
  clauseTwice: { status: 422, words: words("条款 {clause} 出现了两次", "Clause {clause} appears twice") },
  standardWithoutClause: {
    status: 409,
    words: words("标准“{zh}”依附于条款 {clause}，该条款不能删除", "Standard “{en}” stands on clause {clause}, which cannot be removed"),
  },
  standardRunning: { status: 409, words: words("标准“{zh}”正由系统考核，不能删除", "Standard “{en}” is being measured and cannot be removed") },
  badTarget: { status: 422, words: words("“{zh}”的目标须在 1% 到 100% 之间", "The target of “{en}” must lie between 1 % and 100 %") },
  badLimit: { status: 422, words: words("“{zh}”的时限须是合理的正整数", "The limit of “{en}” must be a sensible whole number") },
  caseWithdrawn: { status: 409, words: words("这个个案已撤回", "This case was withdrawn") },
  stepFirst: { status: 409, words: words("请先完成“{zh}”", "“{en}” comes first") },
  stepDone: { status: 409, words: words("“{zh}”已经完成", "“{en}” is already done") },
  stepNotInCase: { status: 409, words: words("这个个案没有“{zh}”这一步", "This case has no step “{en}”") },
  gateNotShut: { status: 409, words: words("这一步没有被拦住，无需放行", "Nothing shuts this step, so there is nothing to open") },
  openingWithoutReason: { status: 422, words: words("放行必须写明理由", "Say why the gate is opened") },
});
