import { sql } from "kysely";
import type { FileContent } from "#kernel/contract.ts";
import { decimalText, over } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { sumFen, yuanText } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { type Language, words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { documentById, documentFile, issueDocument } from "#features/documents/server/index.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { billingProblems } from "../rules.ts";
import type { NoticeData } from "../rules/notice.ts";
import { billById } from "./queries/bills.ts";
import { namedBillById, saidLines } from "./queries/view.ts";
import { lockBills } from "./store.ts";

const template = new URL("../documents/notice.typ", import.meta.url);

/** The payment notice 缴费通知书 of a bill as PDF: issued the first time it is asked for in a language, the same paper again afterwards. Refusals: billNotFound, isCredit. */
export async function paymentNotice(ctx: SiteContext, { billId, language }: { readonly billId: Id<"bill">; readonly language: Language }): Promise<FileContent> {
  const bill = await billById(ctx, billId);
  if (bill.kind === "credit") throw new Refusal(billingProblems.isCredit());
  const house = await asHouse(ctx);
  await lockBills(house, [billId]);
  const { documentId: issued } = await billById(house, billId);
  const documentId = issued && (await documentById(house, issued)).language === language ? issued : await issueNotice(house, billId, language);
  const file = await documentFile(house, documentId);
  return { ...file, name: `${bill.billNo}.pdf` };
}

async function issueNotice(ctx: SiteContext, billId: Id<"bill">, language: Language): Promise<Id<"document">> {
  const bill = await namedBillById(ctx, billId);
  const data = await noticeOf(ctx, billId, language);
  const { documentId } = await issueDocument(ctx, {
    kind: "billing.notice",
    subject: { kind: "bill", id: billId, label: bill.billNo },
    title: words("缴费通知书", "Payment notice"),
    language,
    tenantId: bill.tenantId,
    no: bill.billNo,
    template: { typst: template, data },
    shown: [
      { label: words("租户", "Tenant"), value: bill.tenant },
      { label: words("金额（元）", "Amount, yuan"), value: data.total },
      { label: words("应付日", "Due"), value: data.dueOn },
    ],
  });
  await ctx.tx.updateTable("billing.bill").set({ document_id: documentId }).where("site_id", "=", ctx.siteId).where("id", "=", billId).execute();
  await ctx.tell(ctx.siteId, "billing.bill", billId);
  return documentId;
}

/** What the notice of a bill says, grouped by who is paid. */
export async function noticeOf(ctx: SiteContext, billId: Id<"bill">, language: Language): Promise<NoticeData> {
  const bill = await namedBillById(ctx, billId);
  const lines = await saidLines(ctx, (await billById(ctx, billId)).lines);
  const entities = (await entitiesOf(ctx)).filter(({ id }) => lines.some(({ entityId }) => entityId === id));
  const sender = entities.find(({ kind }) => kind === "property") ?? entities[0];
  const place = [...new Set(lines.flatMap((line) => (line.place ? line.place.split("、") : [])))].join("、");
  const byItem = [...Map.groupBy(lines, ({ feeItem }) => feeItem).values()];
  return {
    sender: { name: sender?.name ?? "", lines: [sender?.address, sender?.phone].filter((line) => line !== undefined && line !== "") as string[] },
    tenant: bill.tenant,
    place,
    total: yuanText(bill.total),
    dueOn: bill.dueOn.toString(),
    parts: byItem.map((ofItem) => {
      const amount = sumFen(ofItem.map((line) => line.amount));
      return { name: ofItem[0]!.name[language], amount: yuanText(amount), share: Number(decimalText(over(amount * 100, bill.total), 3)) };
    }),
    payees: entities.map(({ id, name, bankName, bankAccount }) => {
      const own = lines.filter(({ entityId }) => entityId === id);
      const from = own.map((line) => line.from.toString()).sort()[0] ?? "";
      const to =
        own
          .map((line) => line.to.toString())
          .sort()
          .at(-1) ?? "";
      const fees = [...new Set(own.map((line) => line.name[language]))].join(language === "zh" ? "、" : ", ");
      return {
        name,
        bankName,
        bankAccount,
        total: yuanText(sumFen(own.map((line) => line.amount))),
        remark: [place, fees, from === to ? from : `${from}~${to}`, bill.billNo].filter(Boolean).join(" "),
        lines: own.map((line) => ({
          name: line.name[language],
          place: line.place,
          days: line.from.equals(line.to) ? line.from.toString() : `${line.from.toString()}\n${line.to.toString()}`,
          dueOn: line.dueOn.toString(),
          tax: yuanText(line.tax),
          amount: yuanText(line.amount),
          said: line.said[language],
        })),
      };
    }),
  };
}

/** Goes on for the house on behalf of a tenant's contact who asked for their own paper: issuing it writes what is not the tenant's. */
async function asHouse(ctx: SiteContext): Promise<SiteContext> {
  if (!ctx.tenantId) return ctx;
  await sql`select set_config('towerkeep.tenant_id', '', true)`.execute(ctx.tx);
  return { ...ctx, tenantId: null };
}
