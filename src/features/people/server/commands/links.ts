import { Refusal } from "#kernel/problem.ts";
import type { Language } from "#kernel/words.ts";
import type { Context } from "#platform/context.ts";
import type { Edge } from "#platform/feature.ts";
import { mailReset } from "../../contract.ts";
import { peopleProblems } from "../../rules.ts";
import { accountById, accountByLogin, endSessions, setPassword } from "../accounts.ts";
import { audit } from "../audit.ts";
import { forgetDevices } from "../devices.ts";
import { forgetFailures } from "../guard.ts";
import { changeLetter, resetLetter } from "../letters.ts";
import { endLinks, makeLink, useLink } from "../links.ts";
import { openSession } from "../sessions.ts";
import { mailTo } from "./people.ts";

/** Takes up an invitation with a password of one's own, and signs in. Refusals: linkDead and all that stands against the password. */
export async function acceptInvitation(ctx: Context, { token, password, language }: { token: string; password: string; language?: Language | undefined }, edge: Edge) {
  const link = await useLink(ctx, token, "invitation");
  if (!link.personId) throw new Refusal(peopleProblems.linkDead());
  const account = await accountById(ctx, link.personId);
  if (account.state !== "invited") throw new Refusal(peopleProblems.linkDead());
  await setPassword(ctx, account, password);
  await ctx.tx
    .updateTable("people.person")
    .set((eb) => ({ state: "active" as const, version: eb("version", "+", 1), ...(language ? { language } : {}) }))
    .where("id", "=", account.id)
    .execute();
  await audit(ctx, "invitationAccepted", { personId: account.id, by: account, address: edge.address });
  return openSession(ctx, await accountById(ctx, account.id), edge);
}

/** Queues the same work whether the account exists or not, so that neither the answer nor its time tells. */
export async function askForReset(ctx: Context, login: string): Promise<void> {
  await ctx.enqueue(mailReset, { login }, { key: `people.reset:${login.toLowerCase()}` });
}

/** The job behind `askForReset`: at most one mail in five minutes. */
export async function sendResetMail(ctx: Context, { login }: { login: string }): Promise<void> {
  const account = await accountByLogin(ctx, login);
  if (!account?.email || account.state !== "active") return;
  const recent = await ctx.tx
    .selectFrom("people.link")
    .select("id")
    .where("person_id", "=", account.id)
    .where("kind", "=", "reset")
    .where("created_at", ">", ctx.now.subtract({ minutes: 5 }))
    .limit(1)
    .executeTakeFirst();
  if (recent) return;
  const { path } = await makeLink(ctx, "reset", account.id);
  await audit(ctx, "resetAsked", { personId: account.id });
  await mailTo(ctx, account, resetLetter(account.language, { name: account.name, path }));
}

/**
 * Chooses a new password by a link. Every session ends and nobody is signed in by it: whoever turned the second factor on still
 * needs it. Refusals: linkDead and all that stands against the password.
 */
export async function finishReset(ctx: Context, { token, password }: { token: string; password: string }, edge: Edge): Promise<void> {
  const link = await useLink(ctx, token, "reset");
  if (!link.personId) throw new Refusal(peopleProblems.linkDead());
  const account = await accountById(ctx, link.personId);
  if (account.state !== "active") throw new Refusal(peopleProblems.linkDead());
  await setPassword(ctx, account, password);
  await endSessions(ctx, account.id);
  await endLinks(ctx, account.id, ["reset"]);
  await forgetDevices(ctx, account.id);
  if (account.login) await forgetFailures(ctx, { login: account.login });
  await audit(ctx, "passwordReset", { personId: account.id, by: account, address: edge.address });
  await mailTo(ctx, account, changeLetter(account.language, { name: account.name, what: "password" }));
}
