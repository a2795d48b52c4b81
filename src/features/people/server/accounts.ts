import type { Id } from "#kernel/id.ts";
import { KeptRefusal, Refusal, refuseIf } from "#kernel/problem.ts";
import type { Language } from "#kernel/words.ts";
import { hashPassword, isPassword } from "#platform/auth/password.ts";
import type { Context } from "#platform/context.ts";
import { peopleProblems, type PersonState, whyNotPassword } from "../rules.ts";
import { audit } from "./audit.ts";
import { countFailure, refuseHasty } from "./guard.ts";

/** A person with what proves who they are. */
export interface Account {
  readonly id: Id<"person">;
  readonly name: string;
  readonly login: string | null;
  readonly email: string | null;
  readonly language: Language;
  readonly isAdministrator: boolean;
  readonly state: PersonState;
  readonly passwordHash: string | null;
  /** Of an authenticator that is on. */
  readonly totpSecret: string | null;
  readonly totpLastStep: number;
}

const accounts = (ctx: Context) =>
  ctx.tx
    .selectFrom("people.person as person")
    .leftJoin("people.credential as credential", "credential.person_id", "person.id")
    .leftJoin("people.second_factor as factor", (join) => join.onRef("factor.person_id", "=", "person.id").on("factor.confirmed_at", "is not", null))
    .select([
      "person.id",
      "person.name",
      "person.login",
      "person.email",
      "person.language",
      "person.is_administrator",
      "person.state",
      "credential.password_hash",
      "factor.secret",
      "factor.last_step",
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof accounts>["executeTakeFirstOrThrow"]>>;

const toAccount = (row: Row): Account => ({
  id: row.id as Id<"person">,
  name: row.name,
  login: row.login,
  email: row.email,
  language: row.language,
  isAdministrator: row.is_administrator,
  state: row.state,
  passwordHash: row.password_hash,
  totpSecret: row.secret,
  totpLastStep: row.last_step ?? 0,
});

export async function accountByLogin(ctx: Context, login: string): Promise<Account | undefined> {
  const row = await accounts(ctx).where("person.login", "=", login.toLowerCase()).executeTakeFirst();
  return row && toAccount(row);
}

/** Refusal: personNotFound. */
export async function accountById(ctx: Context, id: Id<"person">): Promise<Account> {
  const row = await accounts(ctx).where("person.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(peopleProblems.personNotFound());
  return toAccount(row);
}

/** The account of whoever signed in themselves. Refusal: sessionNeeded for a token, which must not change how its person signs in. */
export function ownAccount(ctx: Context): Promise<Account> {
  if (ctx.actor.kind !== "person" || !ctx.actor.personId) throw new Refusal(peopleProblems.sessionNeeded());
  return accountById(ctx, ctx.actor.personId);
}

/** Asks for the password again before something that would let a stranger at an unlocked desk keep the account. Refusals: passwordWrong, tooManyAttempts. */
export async function refuseUnlessPassword(ctx: Context, account: Account, password: string, address: string): Promise<void> {
  const suspect = { login: account.login ?? account.id, address };
  await refuseHasty(ctx, suspect);
  if (await isPassword(account.passwordHash, password)) return;
  await countFailure(ctx, suspect);
  throw new KeptRefusal(peopleProblems.passwordWrong());
}

/** Gives an account a password. All that stands against the password is refused. */
export async function setPassword(ctx: Context, account: Pick<Account, "id" | "name" | "login" | "email">, password: string, company?: string): Promise<void> {
  const companyName = company ?? (await nameOfCompany(ctx));
  refuseIf(
    whyNotPassword(
      password,
      [account.name, account.login, account.email, companyName].filter((name) => name !== null && name !== undefined),
    ),
  );
  await storePassword(ctx, account.id, password);
}

export async function storePassword(ctx: Context, personId: Id<"person">, password: string): Promise<void> {
  const credential = { password_hash: await hashPassword(password), changed_at: ctx.now };
  await ctx.tx
    .insertInto("people.credential")
    .values({ person_id: personId, ...credential })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet(credential))
    .execute();
}

export async function nameOfCompany(ctx: Context): Promise<string | null> {
  const row = await ctx.tx.selectFrom("sites.company").select("name").executeTakeFirst();
  return row?.name ?? null;
}

/** Ends sessions of a person: all of them, or all but one. Returns how many. */
export async function endSessions(ctx: Context, personId: Id<"person">, but?: string): Promise<number> {
  const result = await ctx.tx
    .updateTable("people.session")
    .set({ ended_at: ctx.now })
    .where("person_id", "=", personId)
    .where("ended_at", "is", null)
    .$if(but !== undefined, (query) => query.where("id", "!=", but ?? ""))
    .executeTakeFirst();
  const count = Number(result.numUpdatedRows);
  if (count > 0) await audit(ctx, "sessionsEnded", { personId, facts: { count } });
  return count;
}
