import { dueAt } from "#kernel/calendar.ts";
import type { Id } from "#kernel/id.ts";
import { sumFen, yuanText } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { feeItemsOf, nextNumber } from "#features/billing/server/index.ts";
import { issueDocument } from "#features/documents/server/index.ts";
import { calendarOf } from "#features/duties/server/index.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { contactsOf, tenantById } from "#features/tenants/server/index.ts";
import { arrearsProblems, daysLate } from "../rules.ts";
import { lateFeesOf, linesOfDebtor } from "./queries/lines.ts";
import type { Step } from "./queries/rows.ts";

const template = new URL("../documents/demandNote.typ", import.meta.url);
const titles = { demandNote: words("催缴单", "Demand note"), formalNotice: words("催告函", "Formal notice") };
/** Working days to pay in. */
const payWithin = { demandNote: 5, formalNotice: 3 } as const;

/** Issues the letter of a step: what is overdue line by line, to whose account, by when; the tenant's finance signs for it. Domain §3.6. Refusal: notOverdue. */
export async function issueDemand(ctx: SiteContext, { tenantId, act }: Pick<Step, "tenantId" | "act">): Promise<Id<"document">> {
  const kind = act === "formalNotice" ? "formalNotice" : "demandNote";
  const today = dayAt(ctx, ctx.now);
  const late = (await linesOfDebtor(ctx, tenantId)).filter(({ open, dueOn }) => open > 0 && daysLate(dueOn, today) > 0);
  if (late.length === 0) throw new Refusal(arrearsProblems.notOverdue());
  const tenant = await tenantById(ctx, tenantId);
  const fees = await lateFeesOf(ctx, late, today);
  const names = new Map((await feeItemsOf(ctx)).map((item) => [item.code, item]));
  const entities = await entitiesOf(ctx);
  const contact = (await contactsOf(ctx, tenantId)).find(({ state, authorities }) => state === "active" && authorities.includes("fees"));
  const payBy = dayAt(ctx, dueAt(ctx.now, { kind: "workingDays", days: payWithin[kind] }, await calendarOf(ctx)).dueAt);
  const no = await nextNumber(ctx, "demand");
  const total = sumFen(late.map(({ open }) => open));
  const groups = entities.map((entity) => ({ entity, lines: late.filter(({ entityId }) => entityId === entity.id) })).filter(({ lines }) => lines.length > 0);
  const { documentId } = await issueDocument(ctx, {
    kind: `arrears.${kind}`,
    subject: { kind: "demand", id: no, label: `${tenant.name} ${no}` },
    title: titles[kind],
    tenantId,
    no,
    template: {
      typst: template,
      data: {
        isFormal: kind === "formalNotice",
        tenant: tenant.name,
        asOf: today.toString(),
        payBy: payBy.toString(),
        total: yuanText(total),
        lateFee: yuanText(sumFen([...fees.values()].map(({ left }) => left))),
        groups: groups.map(({ entity, lines }) => ({
          name: entity.name,
          bankName: entity.bankName,
          bankAccount: entity.bankAccount,
          subtotal: yuanText(sumFen(lines.map(({ open }) => open))),
          lines: lines.map((line) => ({
            billNo: line.billNo,
            fee: names.get(line.feeItem)?.name ?? words(line.feeItem, line.feeItem),
            from: line.from.toString(),
            to: line.to.toString(),
            dueOn: line.dueOn.toString(),
            days: daysLate(line.dueOn, today),
            open: yuanText(line.open),
          })),
        })),
      },
    },
    ...(contact ? { signers: [{ party: "tenant" as const, partyName: tenant.name, name: contact.name, contactId: contact.id, email: contact.email, phone: contact.phone }] } : {}),
    shown: [
      { label: words("租户", "Tenant"), value: tenant.name },
      { label: words("欠费合计", "Overdue"), value: yuanText(total) },
    ],
  });
  return documentId;
}
