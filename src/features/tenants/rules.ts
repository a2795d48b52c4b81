import type { Id } from "#kernel/id.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import type { Authority } from "#kernel/role.ts";
import { words } from "#kernel/words.ts";
import type { TenantKind } from "./rules/kinds.ts";
import type { PaperStage } from "./rules/papers.ts";

export { hasCreditCode, type TenantKind, tenantKinds } from "./rules/kinds.ts";
export { type Lead, leadLabel, leadStages } from "./rules/leads.ts";
export { type PaperKind, paperKinds, type PaperStage, paperStages, papersWanted, type Standing } from "./rules/papers.ts";

/** 租户: the company that leases. */
export interface Tenant {
  readonly id: Id<"tenant">;
  readonly name: string;
  readonly shortName: string;
  readonly creditCode: string | null;
  readonly industry: string;
  /** What its invoices say of it beside name and credit code. */
  readonly address: string;
  readonly phone: string;
  readonly bankName: string;
  readonly bankAccount: string;
  readonly kind: TenantKind;
  /** How far it has come, as far as papers go; null while none are asked for. Manual 2.1.1-2. */
  readonly paperStage: PaperStage | null;
  readonly state: "active" | "left";
  readonly version: number;
}

/** 经办人: somebody who speaks for a tenant, within what the company authorised. */
export interface Contact {
  readonly id: Id<"contact">;
  readonly tenantId: Id<"tenant">;
  readonly name: string;
  readonly post: string;
  readonly phone: string;
  readonly email: string;
  readonly authorities: readonly Authority[];
  readonly state: "active" | "left";
  readonly version: number;
}

export const tenantsProblems = problems("tenants", {
  notFound: { status: 404, words: words("没有这个租户。", "No such tenant.") },
  contactNotFound: { status: 404, words: words("没有这个经办人。", "No such contact.") },
  nameTaken: { status: 409, words: words("本项目已有租户「{name}」。", "This site already has a tenant named {name}.") },
  creditCodeWrong: {
    status: 422,
    words: words(
      "统一社会信用代码 {creditCode} 不正确：应为 18 位，且校验位相符。",
      "The unified social credit code {creditCode} is wrong: 18 characters with a matching check character.",
    ),
  },
  stale: { status: 409, words: words("内容已被他人修改，请刷新后重试。", "Somebody changed this in the meantime. Reload and try again.") },
});

/** All that stands against a tenant with this credit code; none is fine. */
export const whyNotCreditCode = (creditCode: string | null): Problem[] =>
  reasons(creditCode !== null && !isCreditCode(creditCode) && tenantsProblems.creditCodeWrong({ creditCode }));

const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Whether the 18th character of a 统一社会信用代码 checks the first 17 (weights are powers of 3 modulo 31). */
export function isCreditCode(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
  let weight = 1;
  let sum = 0;
  for (const character of code.slice(0, 17)) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31] === code[17];
}
