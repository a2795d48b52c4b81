import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import type { DocumentLanguage } from "#features/documents/rules.ts";
import { documentsOf, issueDocument, requestSignatures } from "#features/documents/server/index.ts";
import { entityOfKind } from "#features/sites/server/index.ts";
import { contactById } from "#features/tenants/server/index.ts";
import { moveInProblems } from "../../rules.ts";
import { type MoveInCase, subjectOf } from "../queries/cases.ts";

/** Who signs for the tenant, and in which language the sheet is set. */
export interface SignedBy {
  readonly contactId: Id<"contact">;
  readonly language: DocumentLanguage;
}

interface Sheet {
  readonly kind: string;
  readonly title: Words;
  readonly no?: string;
  readonly template: URL;
  readonly data: object;
}

/**
 * Issues a sheet of the formalities for both sides to sign, in place of one that is not signed yet; the contact is asked at once if they
 * have a mailbox. Manual 2.1.1-5. Refusal: noSigner.
 */
export async function issueSheet(ctx: SiteContext, one: MoveInCase, { contactId, language }: SignedBy, { kind, title, no, template, data }: Sheet): Promise<Id<"document">> {
  const contact = await contactById(ctx, contactId);
  if (contact.tenantId !== one.tenantId || contact.state !== "active" || !contact.authorities.includes("signing")) throw new Refusal(moveInProblems.noSigner());
  const property = await entityOfKind(ctx, "property");
  const before = (await documentsOf(ctx, { kind: "moveIn", id: one.id })).find((document) => document.kind === kind);
  const { documentId } = await issueDocument(ctx, {
    kind,
    subject: subjectOf(one),
    title,
    tenantId: one.tenantId,
    language,
    ...(no ? { no } : {}),
    template: { typst: template, data: { ...data, property: property.name } },
    signers: [
      { party: "tenant", partyName: one.tenant, name: contact.name, contactId: contact.id, email: contact.email, phone: contact.phone },
      { party: "property", partyName: property.name, name: ctx.actor.name, ...(ctx.actor.personId ? { personId: ctx.actor.personId } : {}) },
    ],
    ...(before && before.state !== "withdrawn" ? { supersedes: before.id } : {}),
    shown: [],
  });
  if (contact.email) await requestSignatures(ctx, documentId);
  return documentId;
}
