import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  take: words("接待登记", "Take a contact"),
  unanswered: words("无回声不放过", "No contact without an echo"),
  cases: words("咨询与投诉", "Enquiries and complaints"),
  calls: words("电话接听", "Telephone"),
  conduct: words("服务礼仪抽查", "Conduct samples"),
  analysis: words("统计分析", "Analysis"),
  monthly: words("月度分析", "Monthly analyses"),
} as const;
