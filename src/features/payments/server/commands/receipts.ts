import type { FileContent } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { type Words, words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { composeMail, sendMail } from "#platform/mail/index.ts";
import { feeItemsOf, nextNumber } from "#features/billing/server/index.ts";
import { documentFile, issueDocument } from "#features/documents/server/index.ts";
import { entitiesOf, siteById } from "#features/sites/server/index.ts";
import { contactsOf } from "#features/tenants/server/index.ts";
import { receiptIssued } from "../../contract.ts";
import { chineseAmount, meansNames, paymentsProblems, type Receipt } from "../../rules.ts";
import { lockedPayment, paymentDetail, receiptOf } from "../queries/payments.ts";

const template = new URL("../../receipt.typ", import.meta.url);

/** Issues the receipt of a payment, numbered without gaps; one that is there is given again. Refusals: paymentNotFound, reversedAlready, fromDeposit. */
export async function issueReceipt(ctx: SiteContext, paymentId: Id<"payment">): Promise<Receipt> {
  const { means, reversal } = await lockedPayment(ctx, paymentId);
  const known = await receiptOf(ctx, paymentId);
  if (known) return known;
  if (reversal) throw new Refusal(paymentsProblems.reversedAlready());
  if (means === "deposit") throw new Refusal(paymentsProblems.fromDeposit());

  const { payment, allocations } = await paymentDetail(ctx, paymentId);
  const names = new Map((await feeItemsOf(ctx)).map(({ code, name }) => [code, name]));
  const entity = (await entitiesOf(ctx)).find(({ id }) => id === payment.entityId);
  const id = newId<"receipt">();
  const receiptNo = await nextNumber(ctx, "receipt");
  const issued = await issueDocument(ctx, {
    kind: "payments.receipt",
    subject: { kind: "payment", id: paymentId, label: receiptNo },
    title: words("收款收据", "Receipt"),
    language: "both",
    tenantId: payment.tenantId,
    no: receiptNo,
    template: {
      typst: template,
      data: {
        payee: { name: entity?.name ?? payment.entity, creditCode: entity?.creditCode ?? "" },
        payer: payment.tenant,
        paidBy: payment.payerName,
        means: meansNames[payment.means],
        voucherNo: payment.voucherNo,
        receivedOn: payment.receivedOn.toString(),
        amount: yuanText(payment.amount),
        amountInWords: chineseAmount(payment.amount),
        advance: payment.advance === 0 ? null : yuanText(payment.advance),
        lines: allocations
          .filter(({ released }) => released === null)
          .map(({ feeItem, billNo, from, to, amount, isOnBehalf }) => ({
            name: names.get(feeItem),
            billNo,
            days: `${from.toString()} — ${to.toString()}`,
            amount: yuanText(amount),
            isOnBehalf,
          })),
        cashier: ctx.actor.name,
        issuedOn: dayAt(ctx, ctx.now).toString(),
      },
    },
    shown: [
      { label: words("收款单位", "Received by"), value: entity?.name ?? payment.entity },
      { label: words("交款单位", "Received from"), value: payment.tenant },
      { label: words("金额（元）", "Amount (yuan)"), value: yuanText(payment.amount) },
      { label: words("收款日期", "Received on"), value: payment.receivedOn.toString() },
    ],
  });
  await ctx.tx
    .insertInto("payments.receipt")
    .values({
      site_id: ctx.siteId,
      id,
      receipt_no: receiptNo,
      payment_id: paymentId,
      tenant_id: payment.tenantId,
      document_id: issued.documentId,
      amount: payment.amount,
      issued_at: ctx.now,
      issued_by_name: ctx.actor.name,
    })
    .execute();
  await ctx.record(receiptIssued, { receiptId: id, receiptNo, paymentId, tenantId: payment.tenantId, amount: payment.amount });
  await ctx.tell(ctx.siteId, "payments.payment", paymentId);
  return { id, receiptNo, paymentId, documentId: issued.documentId, amount: payment.amount, issuedAt: ctx.now, issuedByName: ctx.actor.name };
}

/** The receipt as it was issued. Refusals: paymentNotFound, receiptNotFound. */
export async function receiptFile(ctx: SiteContext, paymentId: Id<"payment">): Promise<FileContent> {
  const { receipt } = await paymentDetail(ctx, paymentId);
  if (!receipt) throw new Refusal(paymentsProblems.receiptNotFound());
  return documentFile(ctx, receipt.documentId);
}

/** Tells the tenant's contacts for fees that the money has come, with the way to the receipt. Refusals: paymentNotFound, receiptNotFound, reversedAlready, nobodyForFees. */
export async function mailReceipt(ctx: SiteContext, paymentId: Id<"payment">): Promise<{ to: string[] }> {
  const { payment, receipt } = await paymentDetail(ctx, paymentId);
  if (!receipt) throw new Refusal(paymentsProblems.receiptNotFound());
  if (payment.reversal) throw new Refusal(paymentsProblems.reversedAlready());
  const contacts = (await contactsOf(ctx, payment.tenantId)).filter(({ email, authorities, state }) => email !== "" && state === "active" && authorities.includes("fees"));
  if (contacts.length === 0) throw new Refusal(paymentsProblems.nobodyForFees());
  const { name: site } = await siteById(ctx);
  for (const { name, email } of contacts) {
    const mail = composeMail(
      "zh",
      letter(name, site, { receiptNo: receipt.receiptNo, amount: yuanText(payment.amount), on: payment.receivedOn.toString(), tenant: payment.tenant }),
    );
    await ctx.enqueue(sendMail, { siteId: ctx.siteId, to: email, ...mail });
  }
  return { to: contacts.map(({ name }) => name) };
}

const letter = (
  name: string,
  site: string,
  { receiptNo, amount, on, tenant }: { readonly receiptNo: string; readonly amount: string; readonly on: string; readonly tenant: string },
) => ({
  subject: words(`收据 ${receiptNo}：已收到 ${amount} 元`, `Receipt ${receiptNo}: ${amount} yuan received`),
  greeting: words(`${name}，您好：`, `Dear ${name},`),
  paragraphs: [
    words(`${site}于 ${on} 收到${tenant}付款 ${amount} 元，收据号 ${receiptNo}。`, `${site} received ${amount} yuan from ${tenant} on ${on}; receipt ${receiptNo}.`),
    words("收据的 PDF 和核销明细请在租户门户“付款与收据”中查看。", "The receipt as PDF and what it settles are in the portal under Payments."),
  ] satisfies Words[],
  action: { label: words("查看收据", "See the receipt"), path: "/portal/" },
});
