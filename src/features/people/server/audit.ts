import { type Id, newId } from "#kernel/id.ts";
import type { Context } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import type { AuditDeed } from "../rules.ts";

interface AuditEntry {
  readonly personId: Id<"person"> | null;
  readonly address?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Whoever did it where that is not the actor at hand: somebody who is only just signing in. */
  readonly by?: { readonly id: Id<"person">; readonly name: string };
}

/** Writes a deed into the company's own record, which only grows. Never pass a secret. */
export async function audit(ctx: Context, deed: AuditDeed, { personId, address, facts = {}, by }: AuditEntry): Promise<void> {
  await ctx.tx
    .insertInto("people.audit")
    .values({
      id: newId(),
      at: ctx.now,
      deed,
      actor_id: by?.id ?? ctx.actor.personId,
      actor_name: by?.name ?? ctx.actor.name,
      person_id: personId,
      address: address ?? null,
      facts: json(facts),
    })
    .execute();
}
