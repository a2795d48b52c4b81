import { words, type Words } from "#kernel/words.ts";
import type { caseViews } from "#features/service/contract.ts";

export const text = {
  home: words("工作台", "Home"),
  morning: words("早上好，{name}", "Good morning, {name}"),
  noon: words("下午好，{name}", "Good afternoon, {name}"),
  evening: words("晚上好，{name}", "Good evening, {name}"),
  next: words("接下来要办的", "What is next"),
  nextCount: words("逾期 {overdue} 件，今天到期 {today} 件", "{overdue} overdue, {today} due today"),
  all: words("全部应办", "All my duties"),
  allCases: words("全部", "All"),
  siteNext: words("项目里最紧急的", "Most urgent at this site"),
  siteAll: words("全部未办", "All that is open"),
  nothing: words("现在没有您的应办", "You owe nothing right now"),
  nothingHint: words(
    "新的派单、承诺的回复时间和回访会自动出现在这里，按到期先后排列。",
    "Work sent to you, promised replies and call-backs will appear here by themselves, the most urgent first.",
  ),
  takeContact: words("登记来电来访", "Take a contact"),
  owedTo: words("欠 {name}", "Owed to {name}"),
  how: words("时间怎么算的", "How the time is reckoned"),
  provisional: words("该年节假日未公布，时间暂定", "Holidays of that year are not announced: provisional"),
  paused: words("计时暂停", "Clock stopped"),
  escalated: words("已升级", "Escalated"),
  clause: words("条款 {clause}", "Clause {clause}"),
  figures: words("客服台此刻", "The desk at this moment"),
  thisMonth: words("本月考核", "This month's score"),
  keptOfDue: words("{kept} / {due} 按时", "{kept} of {due} kept"),
  unmeasured: words("未考核", "Unmeasured"),
  scores: words("全部条款得分", "Scores of all clauses"),
  below: words("低于目标的条款", "Clauses below their target"),
  allOnTarget: words("有记录的条款都达到目标。", "Every clause with records is on target."),
  noOccasions: words("本月还没有记录。", "No occasions yet this month."),
  more: words("{count}+", "{count}+"),
  overview: words("全部项目", "All sites"),
  siteName: words("项目", "Site"),
  roles: words("我的角色", "My roles"),
  noSites: words("您还没有任何项目的角色", "You have no role at any site yet"),
  noSitesHint: words("请项目经理或公司管理员邀请您加入项目。", "Ask a site's manager or an administrator of the company to invite you."),
  firstSite: words("先建立第一个项目", "Open the first site"),
  firstSiteHint: words(
    "一个项目就是一座楼或一组楼。建好后导入租户表，前台当天就能登记来电。",
    "A site is a building or a group of them. Then import the rent roll, and the desk can take calls the same day.",
  ),
  firstSteps: words("让前台开始工作", "Get the desk to work"),
  stepImport: words("导入租户表", "Import the rent roll"),
  stepImportHint: words("把现有的租控表拖进来，楼层、单元、租户和租约一次建好。", "Drop your spreadsheet in: floors, units, tenants and leases are made at once."),
  stepInvite: words("邀请同事", "Invite colleagues"),
  stepInviteHint: words("每人一个岗位；派单、提醒和升级按岗位找到人。", "Each has a role: work, reminders and escalations find people by it."),
  stepTake: words("登记第一通来电", "Take the first contact"),
  stepTakeHint: words("从受理到回访，时限和首问责任由系统盯住。", "From receipt to call-back, time limits and ownership are watched."),
  stepDone: words("已完成", "Done"),
  toSites: words("去建项目", "Open a site"),
} as const;

type View = (typeof caseViews)[number];

/** What each view of cases waits for, as a figure on the home screen. */
export const viewNames: Partial<Readonly<Record<View, Words>>> = {
  mine: words("在我手里", "In my hands"),
  unanswered: words("尚无回音", "Without an echo"),
  overdue: words("已超时", "Overdue"),
  toAccept: words("待接单", "To accept"),
  toTell: words("待告知租户", "To tell the tenant"),
  toCallBack: words("待回访", "To call back"),
  toClose: words("待办结", "To close"),
  escalated: words("已升级", "Escalated"),
};
