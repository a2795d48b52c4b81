import type { ValueOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { composeMail, sendMail } from "#platform/mail/index.ts";
import { languageOfContact } from "#features/people/server/index.ts";
import { siteById } from "#features/sites/server/index.ts";
import { contactsOf } from "#features/tenants/server/index.ts";
import { billMailed, mailBills } from "../../contract.ts";
import { billingProblems } from "../../rules.ts";
import { namedBillById, saidLines } from "../queries/view.ts";
import { billById } from "../queries/bills.ts";

/** Mails a bill to the tenant's contacts for fees, with its lines and the way to the portal. Refusals: billNotFound, nobodyForFees. */
export async function mailBill(ctx: SiteContext, billId: Id<"bill">): Promise<void> {
  const bill = await namedBillById(ctx, billId);
  const contacts = (await contactsOf(ctx, bill.tenantId)).filter(({ state, email, authorities }) => state === "active" && email !== "" && authorities.includes("fees"));
  if (contacts.length === 0) throw new Refusal(billingProblems.nobodyForFees());
  const { name: site } = await siteById(ctx);
  const lines = await saidLines(ctx, (await billById(ctx, billId)).lines);
  const listed = words(
    lines.map((line) => `${line.name.zh} ${days(line)} ${yuanText(line.amount)}`).join("\n"),
    lines.map((line) => `${line.name.en} ${days(line)} ${yuanText(line.amount)}`).join("\n"),
  );
  const isCredit = bill.kind === "credit";
  for (const contact of contacts) {
    const letter = composeMail(await languageOfContact(ctx, contact.id), {
      subject: isCredit
        ? words(`冲减单 ${bill.billNo}：${yuanText(bill.total)} 元`, `Credit note ${bill.billNo}: ${yuanText(bill.total)} yuan`)
        : words(
            `账单 ${bill.billNo}：${yuanText(bill.total)} 元，请于 ${bill.dueOn.toString()} 前付款`,
            `Bill ${bill.billNo}: ${yuanText(bill.total)} yuan, due ${bill.dueOn.toString()}`,
          ),
      greeting: words(`${contact.name}，您好：`, `Dear ${contact.name},`),
      paragraphs: [
        words(
          `${bill.tenant} 的账单 ${bill.billNo} 已出具，合计 ${yuanText(bill.total)} 元。`,
          `Bill ${bill.billNo} of ${bill.tenant} is out: ${yuanText(bill.total)} yuan in all.`,
        ),
        listed,
        words("每一行的计算过程和收款账户见租户端，可下载缴费通知书。", "How each line was reckoned and whom to pay stands in the portal, with the payment notice to download."),
      ],
      action: { label: words("查看账单", "See the bill"), path: `/portal/sites/${ctx.siteId}/billing/bills/${billId}` },
      footnote: words(site, site),
    });
    await ctx.enqueue(sendMail, { siteId: ctx.siteId, to: contact.email, ...letter });
    await ctx.tx
      .insertInto("billing.mailed")
      .values({
        site_id: ctx.siteId,
        id: newId(),
        bill_id: billId,
        contact_id: contact.id,
        name: contact.name,
        address: contact.email,
        mailed_at: ctx.now,
        by_name: ctx.actor.name,
      })
      .execute();
  }
  await ctx.record(billMailed, { billId, billNo: bill.billNo, to: contacts.map(({ id, name }) => ({ contactId: id, name })) });
  await ctx.tell(ctx.siteId, "billing.bill", billId);
}

const billsAtOnce = 100;

/** Mails the bills of a run whose tenants have a contact for fees, a hundred in a transaction; each once. */
export async function mailRun(ctx: SiteContext, { runId, after }: ValueOf<typeof mailBills.payload>): Promise<void> {
  let query = ctx.tx
    .selectFrom("billing.bill as bill")
    .select("bill.id")
    .where("bill.site_id", "=", ctx.siteId)
    .where("bill.run_id", "=", runId)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("billing.mailed as mailed").select("mailed.id").whereRef("mailed.site_id", "=", "bill.site_id").whereRef("mailed.bill_id", "=", "bill.id"))),
    )
    .orderBy("bill.id")
    .limit(billsAtOnce);
  if (after) query = query.where("bill.id", ">", after);
  const bills = await query.execute();
  for (const { id } of bills) await mailUnlessNobody(ctx, id as Id<"bill">);
  const last = bills.at(-1)?.id as Id<"bill"> | undefined;
  if (last && bills.length === billsAtOnce) await ctx.enqueue(mailBills, { siteId: ctx.siteId, runId, after: last }, { key: `billing.mail:${runId}:${last}` });
}

/** A tenant without a contact for fees is no reason to keep others waiting; the bill shows that it was mailed to nobody. */
async function mailUnlessNobody(ctx: SiteContext, billId: Id<"bill">): Promise<void> {
  try {
    await mailBill(ctx, billId);
  } catch (error) {
    if (!(error instanceof Refusal && error.reasons.every(({ code }) => code === billingProblems.nobodyForFees.code))) throw error;
  }
}

const days = ({ from, to }: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate }): string =>
  from.equals(to) ? from.toString() : `${from.toString()} ~ ${to.toString()}`;
