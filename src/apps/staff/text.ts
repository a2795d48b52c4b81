import { words } from "#kernel/words.ts";
import type { NavGroup } from "#platform/web/screens.ts";
import type { Words } from "#kernel/words.ts";

export const text = {
  product: words("楼诺", "Towerkeep"),
  account: words("我的账号", "My account"),
  signOut: words("退出登录", "Sign out"),
  language: words("English", "中文"),
  menu: words("菜单", "Menu"),
  navigation: words("主导航", "Main navigation"),
  site: words("项目", "Site"),
  group: words("全部项目", "All sites"),
  live: words("实时", "Live"),
  skip: words("跳到内容", "Skip to content"),
  noSite: words("您还没有任何项目的角色", "You have no role at any site yet"),
  noSiteHint: words("请项目经理或公司管理员邀请您加入项目。", "Ask a site's manager or the company's administrator to invite you."),
} as const;

export const groupNames: Readonly<Record<NavGroup, Words>> = {
  today: words("今天", "Today"),
  desk: words("客服", "Desk"),
  building: words("楼宇", "Building"),
  tenants: words("租户与租约", "Tenants and leases"),
  money: words("收费与账务", "Money"),
  manual: words("手册与考核", "Manual and scores"),
  company: words("项目与公司", "Site and company"),
};
