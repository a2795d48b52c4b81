import { KeptRefusal, type Problem, Refusal } from "#kernel/problem.ts";
import { hashPassword, isDated, isPassword } from "#platform/auth/password.ts";
import { hashOfSecret, plainCode } from "#platform/auth/secret.ts";
import { acceptedStep } from "#platform/auth/totp.ts";
import type { Context } from "#platform/context.ts";
import type { Edge } from "#platform/feature.ts";
import type { Language } from "#kernel/words.ts";
import { accountGuard, peopleProblems } from "../../rules.ts";
import { type Account, accountById, accountByLogin } from "../accounts.ts";
import { audit } from "../audit.ts";
import { sessionCookie } from "../authenticate.ts";
import { countFailure, forgetFailures, refuseHasty } from "../guard.ts";
import { rememberDevice, suspectAt } from "../devices.ts";
import { openSession, sessionFactsOf } from "../sessions.ts";

/**
 * Signs somebody in. An account that does not exist costs and answers the same as a wrong password.
 * Refusals: signInFailed, codeNeeded, codeWrong, tooManyAttempts.
 */
export async function signIn(ctx: Context, { login, password, code }: { login: string; password: string; code?: string | undefined }, edge: Edge) {
  const suspect = await suspectAt(ctx, login, edge);
  await refuseHasty(ctx, suspect);
  const account = await accountByLogin(ctx, login);
  const isRight = await isPassword(account?.passwordHash, password);
  if (!account || !isRight || account.state !== "active") return refuseCounted(peopleProblems.signInFailed(), account);

  if (account.totpSecret) {
    if (!code) throw new Refusal(peopleProblems.codeNeeded());
    if (!(await acceptCode(ctx, account, code))) return refuseCounted(peopleProblems.codeWrong(), account);
  }
  await forgetFailures(ctx, suspect);
  await rememberDevice(ctx, account.id, edge);
  if (account.passwordHash && isDated(account.passwordHash)) {
    await ctx.tx
      .updateTable("people.credential")
      .set({ password_hash: await hashPassword(password) })
      .where("person_id", "=", account.id)
      .execute();
  }
  await audit(ctx, "signedIn", { personId: account.id, by: account, address: edge.address, facts: { hasSecondFactor: account.totpSecret !== null } });
  return openSession(ctx, account, edge);

  async function refuseCounted(problem: Problem, known: Account | undefined): Promise<never> {
    const failures = await countFailure(ctx, suspect);
    if (known) await audit(ctx, "signInFailed", { personId: known.id, address: edge.address });
    if (known && failures === accountGuard.free) await audit(ctx, "accountLocked", { personId: known.id, address: edge.address });
    throw new KeptRefusal(problem);
  }
}

/** Whether `typed` is a code of the account's authenticator or one of its recovery codes that was not used before; it is then used. */
export async function acceptCode(ctx: Context, account: Account, typed: string): Promise<boolean> {
  const code = plainCode(typed);
  if (!/^\d{6}$/.test(code)) return acceptRecoveryCode(ctx, account, code);
  if (!account.totpSecret) return false;
  const step = await acceptedStep(account.totpSecret, code, ctx.now, account.totpLastStep);
  if (step === undefined) return false;
  const { numUpdatedRows } = await ctx.tx
    .updateTable("people.second_factor")
    .set({ last_step: step })
    .where("person_id", "=", account.id)
    .where("last_step", "<", step)
    .executeTakeFirst();
  return Number(numUpdatedRows) === 1;
}

async function acceptRecoveryCode(ctx: Context, account: Account, code: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable("people.recovery_code")
    .set({ used_at: ctx.now })
    .where("person_id", "=", account.id)
    .where("code_hash", "=", hashOfSecret(code))
    .where("used_at", "is", null)
    .executeTakeFirst();
  if (Number(numUpdatedRows) !== 1) return false;
  await audit(ctx, "recoveryCodeUsed", { personId: account.id, by: account });
  return true;
}

/** Who is signed in. Refusal: sessionNeeded for who is no person. */
export async function currentSession(ctx: Context) {
  if (!ctx.actor.personId) throw new Refusal(peopleProblems.sessionNeeded());
  const account = await accountById(ctx, ctx.actor.personId);
  const session = ctx.actor.sessionId ? await ctx.tx.selectFrom("people.session").select("expires_at").where("id", "=", ctx.actor.sessionId).executeTakeFirst() : undefined;
  return sessionFactsOf(ctx, account, { endsAt: session?.expires_at ?? null, scopes: ctx.actor.scopes ?? null });
}

/** Ends the session at hand. Refusal: sessionNeeded for a token. */
export async function signOut(ctx: Context, edge: Edge): Promise<void> {
  if (!ctx.actor.sessionId) throw new Refusal(peopleProblems.sessionNeeded());
  await ctx.tx.updateTable("people.session").set({ ended_at: ctx.now }).where("id", "=", ctx.actor.sessionId).where("ended_at", "is", null).execute();
  await audit(ctx, "signedOut", { personId: ctx.actor.personId });
  edge.setCookie(sessionCookie, null);
}

export async function setLanguage(ctx: Context, language: Language): Promise<void> {
  await ctx.tx.updateTable("people.person").set({ language }).where("id", "=", ctx.actor.personId).execute();
}
