import { type Fen, yuanText } from "#kernel/money.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import type { Deduction, Held, Split } from "../../rules.ts";
import type { FitOut } from "../queries/cases.ts";
import { issue } from "./letter.ts";

interface List {
  readonly lines: readonly Deduction[];
  readonly total: Fen;
  readonly held: Held;
  readonly split: Split;
}

const yuan = ({ contractor, tenant }: Held) => ({ contractor: yuanText(contractor), tenant: yuanText(tenant) });

/** 扣款清单: what is kept back and why, from which deposit, and what is paid back; a copy for the tenant. Domain §1.14, step 12. */
export async function issueDeductions(ctx: SiteContext, found: FitOut, { lines, total, held, split }: List): Promise<void> {
  const { name } = await tenantById(ctx, found.tenantId);
  await issue(ctx, found, {
    kind: "deductions",
    title: words("装修押金扣款清单", "Deductions from the fit-out deposit"),
    replaces: true,
    data: {
      lines: lines.map(({ description, basis, amount }) => ({ description, basis, amount: yuanText(amount) })),
      total: yuanText(total),
      held: yuan(held),
      kept: yuan(split.kept),
      refunded: yuan(split.refunded),
      refundedTotal: yuanText(split.refunded.contractor + split.refunded.tenant),
      claimed: split.claimed > 0 ? yuanText(split.claimed) : "",
    },
    signers: [{ party: "tenant", partyName: name, name }],
  });
}
