import { words } from "#kernel/words.ts";

export const text = {
  product: words("楼诺 · 租户服务", "Towerkeep · tenant services"),
  navigation: words("主导航", "Main navigation"),
  more: words("更多", "More"),
  skip: words("跳到内容", "Skip to content"),
  language: words("English", "中文"),
  signOut: words("退出", "Sign out"),
} as const;
