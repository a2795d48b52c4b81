import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen, sumFen, yuanText } from "#kernel/money.ts";
import { words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { composeMail, sendMail } from "#platform/mail/index.ts";
import { languageOfContact } from "#features/people/server/index.ts";
import { siteById } from "#features/sites/server/index.ts";
import { contactsOf, tenantById } from "#features/tenants/server/index.ts";
import { reminderSent } from "../../contract.ts";
import { type LadderStep, reminderDue } from "../../rules.ts";

interface Falling {
  readonly tenantId: Id<"tenant">;
  readonly dueOn: Temporal.PlainDate;
  readonly bills: readonly { readonly id: Id<"bill">; readonly billNo: string; readonly open: Fen }[];
}

/**
 * Mails the reminders of the ladder for what falls due soon: one letter to a tenant for each due day, to the contacts for fees, each
 * bill and step once. Who has no contact for fees is asked again the next day. Domain §3.6.
 */
export async function remindBeforeDue(ctx: SiteContext, ladder: readonly LadderStep[]): Promise<void> {
  const today = dayAt(ctx, ctx.now);
  const ahead = Math.max(-1, ...ladder.map(({ trigger }) => (trigger.kind === "daysBefore" ? trigger.days : -1)));
  if (ahead < 0) return;
  for (const falling of await fallingDue(ctx, today, today.add({ days: ahead }))) {
    const step = reminderDue(ladder, falling.dueOn, today);
    if (step) await remind(ctx, step, falling);
  }
}

async function remind(ctx: SiteContext, step: LadderStep, { tenantId, dueOn, bills: all }: Falling): Promise<void> {
  const { rows: known } = await sql<{ bill_id: string }>`
    select bill_id from arrears.reminder where site_id = ${ctx.siteId} and due_on = ${dueOn} and ladder_step = ${step.id}
      and bill_id = any (${all.map(({ id }) => id)}::uuid[])`.execute(ctx.tx);
  const bills = all.filter(({ id }) => !known.some((row) => row.bill_id === id));
  if (bills.length === 0) return;
  const contacts = (await contactsOf(ctx, tenantId)).filter(({ state, email, authorities }) => state === "active" && email !== "" && authorities.includes("fees"));
  if (contacts.length === 0) return;
  const { name: tenant } = await tenantById(ctx, tenantId);
  const { name: site } = await siteById(ctx);
  const total = yuanText(sumFen(bills.map(({ open }) => open)));
  const listed = bills.map(({ billNo, open }) => `${billNo}  ${yuanText(open)}`).join("\n");
  for (const contact of contacts) {
    const letter = composeMail(await languageOfContact(ctx, contact.id), {
      subject: words(`付款提醒：${total} 元，${dueOn.toString()} 到期`, `Reminder: ${total} yuan fall due on ${dueOn.toString()}`),
      greeting: words(`${contact.name}，您好：`, `Dear ${contact.name},`),
      paragraphs: [
        words(
          `${tenant} 下列账单将于 ${dueOn.toString()} 到期，尚有 ${total} 元未付：`,
          `These bills of ${tenant} fall due on ${dueOn.toString()}; ${total} yuan of them are not paid:`,
        ),
        words(listed, listed),
        words("如已付款，请不必理会本提醒。", "If you have paid, please disregard this reminder."),
      ],
      action: { label: words("查看应付", "See what is owed"), path: `/portal/sites/${ctx.siteId}/billing/bills` },
      footnote: words(site, site),
    });
    await ctx.enqueue(sendMail, { siteId: ctx.siteId, to: contact.email, ...letter });
  }
  const rows = bills.map(({ id }) => ({
    ...{ site_id: ctx.siteId, bill_id: id, due_on: dueOn, ladder_step: step.id, tenant_id: tenantId },
    ...{ addresses: contacts.map(({ email }) => email), sent_at: ctx.now },
  }));
  await ctx.tx.insertInto("arrears.reminder").values(rows).execute();
  await ctx.record(reminderSent, { tenantId, dueOn, step: step.id, billIds: bills.map(({ id }) => id), to: contacts.map(({ name }) => name) });
}

/** What is open and falls due between two days, both included, by tenant and due day. */
async function fallingDue(ctx: SiteContext, from: Temporal.PlainDate, to: Temporal.PlainDate): Promise<Falling[]> {
  const { rows } = await sql<{ tenant_id: Id<"tenant">; due_on: Temporal.PlainDate; bill_id: Id<"bill">; bill_no: string; open: number }>`
    select line.tenant_id, line.due_on, bill.id as bill_id, bill.bill_no, sum(line.amount - line.settled - line.credited)::bigint as open
    from billing.bill_line line join billing.bill on bill.site_id = line.site_id and bill.id = line.bill_id
    where line.site_id = ${ctx.siteId} and line.source_kind <> 'credit' and line.settled + line.credited < line.amount and line.due_on between ${from} and ${to}
    group by line.tenant_id, line.due_on, bill.id, bill.bill_no order by line.tenant_id, line.due_on, bill.bill_no`.execute(ctx.tx);
  return [...Map.groupBy(rows, (row) => `${row.tenant_id} ${row.due_on.toString()}`).values()].map((group) => ({
    tenantId: group[0]!.tenant_id,
    dueOn: group[0]!.due_on,
    bills: group.map((row) => ({ id: row.bill_id, billNo: row.bill_no, open: fen(row.open) })),
  }));
}
