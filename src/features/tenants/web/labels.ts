import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  tenants: words("租户", "Tenants"),
  leads: words("客户接洽", "Leads"),
  papers: words("资格资料", "Papers"),
  owedPapers: words("待交资料", "Papers"),
} as const;
