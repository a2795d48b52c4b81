import { KeptRefusal, Refusal } from "#kernel/problem.ts";
import { hashOfSecret, newRecoveryCode, plainCode } from "#platform/auth/secret.ts";
import { acceptedStep, newTotpSecret, totpEnrolment } from "#platform/auth/totp.ts";
import type { Context } from "#platform/context.ts";
import type { Edge } from "#platform/feature.ts";
import { peopleProblems } from "../../rules.ts";
import { type Account, endSessions, nameOfCompany, ownAccount, refuseUnlessPassword } from "../accounts.ts";
import { audit } from "../audit.ts";
import { countFailure, refuseHasty } from "../guard.ts";
import { changeLetter } from "../letters.ts";
import { mailTo } from "./people.ts";
import { acceptCode } from "./signIn.ts";

/** A fresh secret for an authenticator; it is not on until a first code confirms it. Refusals: sessionNeeded, secondFactorOn, passwordWrong, tooManyAttempts. */
export async function beginSecondFactor(ctx: Context, { password }: { password: string }, edge: Edge) {
  const account = await ownAccount(ctx);
  if (account.totpSecret) throw new Refusal(peopleProblems.secondFactorOn());
  await refuseUnlessPassword(ctx, account, password, edge.address);
  const secret = newTotpSecret();
  const begun = { secret, created_at: ctx.now, confirmed_at: null, last_step: 0 };
  await ctx.tx
    .insertInto("people.second_factor")
    .values({ person_id: account.id, ...begun })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet(begun))
    .execute();
  return { secret, ...(await totpEnrolment(secret, (await nameOfCompany(ctx)) ?? "Towerkeep", account.login ?? account.name)) };
}

/** Turns the second factor on with its first code. Refusals: sessionNeeded, secondFactorOn, secondFactorOff (not begun), ownCodeWrong, tooManyAttempts. */
export async function confirmSecondFactor(ctx: Context, { code }: { code: string }, edge: Edge) {
  const account = await ownAccount(ctx);
  if (account.totpSecret) throw new Refusal(peopleProblems.secondFactorOn());
  const begun = await ctx.tx.selectFrom("people.second_factor").select("secret").where("person_id", "=", account.id).forUpdate().executeTakeFirst();
  if (!begun) throw new Refusal(peopleProblems.secondFactorOff());
  const suspect = suspectOf(account, edge);
  await refuseHasty(ctx, suspect);
  const step = await acceptedStep(begun.secret, plainCode(code), ctx.now, 0);
  if (step === undefined) {
    await countFailure(ctx, suspect);
    throw new KeptRefusal(peopleProblems.ownCodeWrong());
  }
  await ctx.tx.updateTable("people.second_factor").set({ confirmed_at: ctx.now, last_step: step }).where("person_id", "=", account.id).execute();
  await endSessions(ctx, account.id, ctx.actor.sessionId);
  await audit(ctx, "secondFactorOn", { personId: account.id, address: edge.address });
  await mailTo(ctx, account, changeLetter(account.language, { name: account.name, what: "secondFactor" }));
  return { recoveryCodes: await newRecoveryCodes(ctx, account) };
}

/** Turns the second factor off. Refusals: sessionNeeded, secondFactorOff, passwordWrong, ownCodeWrong, tooManyAttempts. */
export async function removeSecondFactor(ctx: Context, proof: { password: string; code: string }, edge: Edge): Promise<void> {
  const account = await refuseUnlessBothFactors(ctx, proof, edge);
  await ctx.tx.deleteFrom("people.second_factor").where("person_id", "=", account.id).execute();
  await ctx.tx.deleteFrom("people.recovery_code").where("person_id", "=", account.id).execute();
  await endSessions(ctx, account.id, ctx.actor.sessionId);
  await audit(ctx, "secondFactorOff", { personId: account.id, address: edge.address });
  await mailTo(ctx, account, changeLetter(account.language, { name: account.name, what: "secondFactor" }));
}

/** New recovery codes in place of the old. Refusals: as `removeSecondFactor`. */
export async function renewRecoveryCodes(ctx: Context, proof: { password: string; code: string }, edge: Edge) {
  const account = await refuseUnlessBothFactors(ctx, proof, edge);
  await audit(ctx, "recoveryCodesRenewed", { personId: account.id, address: edge.address });
  return { recoveryCodes: await newRecoveryCodes(ctx, account) };
}

/** Refusal: sessionNeeded. */
export async function secondFactorState(ctx: Context) {
  const account = await ownAccount(ctx);
  const factor = await ctx.tx
    .selectFrom("people.second_factor")
    .select("confirmed_at")
    .where("person_id", "=", account.id)
    .where("confirmed_at", "is not", null)
    .executeTakeFirst();
  const codes = await ctx.tx
    .selectFrom("people.recovery_code")
    .select((eb) => eb.fn.countAll<number>().as("left"))
    .where("person_id", "=", account.id)
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return { isOn: Boolean(factor), since: factor?.confirmed_at ?? null, recoveryCodesLeft: Number(codes.left) };
}

async function refuseUnlessBothFactors(ctx: Context, { password, code }: { password: string; code: string }, edge: Edge): Promise<Account> {
  const account = await ownAccount(ctx);
  if (!account.totpSecret) throw new Refusal(peopleProblems.secondFactorOff());
  await refuseUnlessPassword(ctx, account, password, edge.address);
  if (await acceptCode(ctx, account, code)) return account;
  await countFailure(ctx, suspectOf(account, edge));
  throw new KeptRefusal(peopleProblems.ownCodeWrong());
}

const suspectOf = (account: Account, edge: Edge) => ({ login: account.login ?? account.id, address: edge.address });

const recoveryCodeCount = 10;

async function newRecoveryCodes(ctx: Context, account: Account): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newRecoveryCode);
  await ctx.tx.deleteFrom("people.recovery_code").where("person_id", "=", account.id).execute();
  await ctx.tx
    .insertInto("people.recovery_code")
    .values(codes.map((code) => ({ person_id: account.id, code_hash: hashOfSecret(plainCode(code)) })))
    .execute();
  return codes;
}
