import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Context } from "#platform/context.ts";
import type { Edge } from "#platform/feature.ts";
import { peopleProblems } from "../../rules.ts";
import { accountById, endSessions, ownAccount, refuseUnlessPassword, setPassword } from "../accounts.ts";
import { audit } from "../audit.ts";
import { changeLetter } from "../letters.ts";
import { endLinks } from "../links.ts";
import { openSession } from "../sessions.ts";
import { mailTo } from "./people.ts";

/** Refusal: sessionNeeded. */
export async function changeMe(ctx: Context, { name, phone }: { name?: string | undefined; phone?: string | undefined }): Promise<void> {
  const account = await ownAccount(ctx);
  await ctx.tx
    .updateTable("people.person")
    .set((eb) => ({ version: eb("version", "+", 1), ...(name === undefined ? {} : { name }), ...(phone === undefined ? {} : { phone: phone || null }) }))
    .where("id", "=", account.id)
    .execute();
  await audit(ctx, "personChanged", { personId: account.id, facts: { fields: [...(name === undefined ? [] : ["name"]), ...(phone === undefined ? [] : ["phone"])] } });
}

/** Changes where links go to; the old address is told. Refusals: sessionNeeded, passwordWrong, tooManyAttempts. */
export async function changeEmail(ctx: Context, { email, password }: { email: string; password: string }, edge: Edge): Promise<void> {
  const account = await ownAccount(ctx);
  await refuseUnlessPassword(ctx, account, password, edge.address);
  await ctx.tx
    .updateTable("people.person")
    .set((eb) => ({ email, version: eb("version", "+", 1) }))
    .where("id", "=", account.id)
    .execute();
  await endLinks(ctx, account.id, ["reset"]);
  await audit(ctx, "emailChanged", { personId: account.id, address: edge.address });
  await mailTo(ctx, account, changeLetter(account.language, { name: account.name, what: "email" }));
}

/** Changes one's password. Every session ends, and this browser gets a new one. Refusals: sessionNeeded, passwordWrong, tooManyAttempts and all that stands against the new password. */
export async function changePassword(ctx: Context, { current, password }: { current: string; password: string }, edge: Edge): Promise<void> {
  const account = await ownAccount(ctx);
  await refuseUnlessPassword(ctx, account, current, edge.address);
  await setPassword(ctx, account, password);
  await endSessions(ctx, account.id);
  await endLinks(ctx, account.id, ["reset"]);
  await audit(ctx, "passwordChanged", { personId: account.id, address: edge.address });
  await mailTo(ctx, account, changeLetter(account.language, { name: account.name, what: "password" }));
  await openSession(ctx, await accountById(ctx, account.id), edge);
}

/** Refusals: sessionNeeded, sessionNotFound. */
export async function endMySession(ctx: Context, sessionId: Id<"session">): Promise<void> {
  const account = await ownAccount(ctx);
  const { numUpdatedRows } = await ctx.tx
    .updateTable("people.session")
    .set({ ended_at: ctx.now })
    .where("id", "=", sessionId)
    .where("person_id", "=", account.id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (Number(numUpdatedRows) !== 1) throw new Refusal(peopleProblems.sessionNotFound());
  await audit(ctx, "sessionsEnded", { personId: account.id, facts: { count: 1 } });
}

/** Refusal: sessionNeeded. */
export async function endMyOtherSessions(ctx: Context): Promise<void> {
  const account = await ownAccount(ctx);
  await endSessions(ctx, account.id, ctx.actor.sessionId);
}
