import { sql } from "kysely";
import { Refusal } from "#kernel/problem.ts";
import { hashOfSecret } from "#platform/auth/secret.ts";
import type { Context } from "#platform/context.ts";
import { accountGuard, addressGuard, type Guard, peopleProblems, waitAfter } from "../rules.ts";

type Kind = "account" | "address";
const guards: Readonly<Record<Kind, Guard>> = { account: accountGuard, address: addressGuard };

/** Whose guesses are counted: what was typed as the account, whether there is one or not, and where from. */
export interface Suspect {
  readonly login: string;
  readonly address: string;
  /** The hash of a browser's token that this account knows. */
  readonly device?: string;
}

// Typed accounts are kept as hashes: people type their password there by mistake.
const keysOf = ({ login, address, device }: Suspect) => ({ account: hashOfSecret(login.toLowerCase() + (device ? ` ${device}` : "")), address: hashOfSecret(address) }) as const;

/**
 * Refuses with tooManyAttempts while the account or the address has to wait, and while another attempt on the account is under way:
 * guesses at one account come one after the other, so that no flock of them slips under the count.
 */
export async function refuseHasty(ctx: Context, suspect: Suspect): Promise<void> {
  const keys = keysOf(suspect);
  const turn = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${`people.guard:${keys.account}`}, 0)) as mine`.execute(ctx.tx);
  if (!turn.rows[0]?.mine) throw new Refusal(peopleProblems.tooManyAttempts({ seconds: 1 }));
  const locks = await ctx.tx
    .selectFrom("people.guard")
    .select("locked_until")
    .where((eb) => eb.or((["account", "address"] as const).map((kind) => eb.and([eb("kind", "=", kind), eb("key", "=", keys[kind])]))))
    .where("locked_until", ">", ctx.now)
    .execute();
  const seconds = locks.map(({ locked_until }) => Math.ceil(locked_until?.since(ctx.now).total("seconds") ?? 0));
  if (seconds.length > 0) throw new Refusal(peopleProblems.tooManyAttempts({ seconds: Math.max(...seconds) }));
}

/** Counts a wrong attempt. The refusal that follows must be a `KeptRefusal`, or the count is undone. Returns how many in a row the account has had. */
export async function countFailure(ctx: Context, suspect: Suspect): Promise<number> {
  const keys = keysOf(suspect);
  await count(ctx, "address", keys.address);
  return count(ctx, "account", keys.account);
}

const forgetAfterHours = 24;

async function count(ctx: Context, kind: Kind, key: string): Promise<number> {
  const { failures } = await ctx.tx
    .insertInto("people.guard")
    .values({ kind, key, failures: 1, last_at: ctx.now })
    .onConflict((conflict) =>
      conflict.columns(["kind", "key"]).doUpdateSet({
        failures: sql<number>`case when guard.last_at < ${ctx.now.subtract({ hours: forgetAfterHours }).toString()}::timestamptz then 1 else guard.failures + 1 end`,
        last_at: ctx.now,
      }),
    )
    .returning("failures")
    .executeTakeFirstOrThrow();
  const wait = waitAfter(failures, guards[kind]);
  if (wait > 0) {
    await ctx.tx
      .updateTable("people.guard")
      .set({ locked_until: ctx.now.add({ seconds: wait }) })
      .where("kind", "=", kind)
      .where("key", "=", key)
      .execute();
  }
  return failures;
}

/** Forgets the wrong attempts on an account, and whatever is older than a day. */
export async function forgetFailures(ctx: Context, suspect: Pick<Suspect, "login" | "device">): Promise<void> {
  const key = keysOf({ address: "", ...suspect }).account;
  await ctx.tx
    .deleteFrom("people.guard")
    .where((eb) => eb.or([eb.and([eb("kind", "=", "account"), eb("key", "=", key)]), eb("last_at", "<", ctx.now.subtract({ hours: 2 * forgetAfterHours }))]))
    .execute();
}

/** The accounts among `logins` that have to wait now. */
export async function lockedAmong(ctx: Context, logins: readonly string[]): Promise<Set<string>> {
  if (logins.length === 0) return new Set();
  const byKey = new Map(logins.map((login) => [hashOfSecret(login.toLowerCase()), login]));
  const rows = await ctx.tx
    .selectFrom("people.guard")
    .select("key")
    .where("kind", "=", "account")
    .where("key", "in", [...byKey.keys()])
    .where("locked_until", ">", ctx.now)
    .execute();
  return new Set(rows.flatMap(({ key }) => byKey.get(key) ?? []));
}
