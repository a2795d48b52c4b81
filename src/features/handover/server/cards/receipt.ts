import type { Id } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import type { DocumentLanguage } from "#features/documents/rules.ts";
import { issueDocument, requestSignatures } from "#features/documents/server/index.ts";
import { namedLeaseById } from "#features/leasing/server/index.ts";
import { entityOfKind } from "#features/sites/server/index.ts";
import { contactById } from "#features/tenants/server/index.ts";
import { cardProblems, itemKinds, type NewItem } from "../../rules/cards.ts";
import type { AccessGrant } from "./queries.ts";

const template = new URL("../../documents/cardReceipt.typ", import.meta.url);

interface Receipt {
  readonly grant: AccessGrant;
  readonly batchId: Id<"accessBatch">;
  readonly items: readonly NewItem[];
  readonly contactId: Id<"contact">;
  readonly language: DocumentLanguage;
}

/** Issues F02 门禁卡领用表 of a batch for both sides to sign; the contact is asked at once if they have a mailbox. Refusal: signerMissing. */
export async function issueReceipt(ctx: SiteContext, { grant, batchId, items, contactId, language }: Receipt): Promise<Id<"document">> {
  const contact = await contactById(ctx, contactId);
  if (contact.tenantId !== grant.tenantId || contact.state !== "active" || !contact.authorities.includes("signing")) throw new Refusal(cardProblems.signerMissing());
  const lease = await namedLeaseById(ctx, grant.leaseId);
  const property = await entityOfKind(ctx, "property");
  const { documentId } = await issueDocument(ctx, {
    kind: "handover.cardReceipt",
    subject: { kind: "accessBatch", id: batchId, label: `${lease.tenant} ${lease.leaseNo}` },
    title: words("门禁卡与钥匙领用表", "Issue of access cards and keys"),
    tenantId: grant.tenantId,
    language,
    no: "F02",
    template: {
      typst: template,
      data: {
        tenant: lease.tenant,
        leaseNo: lease.leaseNo,
        place: lease.place,
        cards: items.filter(({ kind }) => kind === "card").length,
        keys: items.filter(({ kind }) => kind === "key").length,
        items: items.map(({ kind, number, holder, post, phone, zones, validTo, fee }) => ({
          kind: itemKinds[kind],
          number,
          holder,
          post,
          phone,
          zones,
          validTo: validTo?.toString() ?? "",
          fee: yuanText(fee),
        })),
      },
    },
    signers: [
      { party: "tenant", partyName: lease.tenant, name: contact.name, contactId: contact.id, email: contact.email, phone: contact.phone },
      { party: "property", partyName: property.name, name: ctx.actor.name, ...(ctx.actor.personId ? { personId: ctx.actor.personId } : {}) },
    ],
    shown: [{ label: words("租户", "Tenant"), value: lease.tenant }],
  });
  if (contact.email) await requestSignatures(ctx, documentId);
  return documentId;
}
