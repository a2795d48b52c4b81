import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf, reasons } from "#kernel/problem.ts";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import type { Language } from "#kernel/words.ts";
import type { Context } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { sendMail } from "#platform/mail/index.ts";
import { peopleProblems, type PersonState } from "../../rules.ts";
import { type Account, accountById, endSessions, nameOfCompany, storePassword } from "../accounts.ts";
import { audit } from "../audit.ts";
import { forgetFailures } from "../guard.ts";
import { invitationLetter, resetLetter } from "../letters.ts";
import { endLinks, makeLink } from "../links.ts";

interface NewPerson {
  readonly id?: Id<"person">;
  readonly name: string;
  readonly login: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly language?: Language;
  readonly isAdministrator?: boolean;
  readonly state: PersonState;
}

/** Writes a new person. Refusal: loginTaken. */
export async function addPerson(ctx: Context, { id = newId<"person">(), name, login, email = null, phone = null, language = "zh", isAdministrator = false, state }: NewPerson) {
  const person = { id, name, login: login?.toLowerCase() ?? null, email, phone, language, is_administrator: isAdministrator, state, created_at: ctx.now };
  await refusing(ctx.tx.insertInto("people.person").values(person).execute(), { login_once: () => peopleProblems.loginTaken({ login: person.login }) });
  return { id, name, login: person.login, email, language };
}

/**
 * A person who can sign in at once, for the demo and the command line. The password is taken as given: the caller answers for it.
 * Refusal: loginTaken.
 */
export async function createPerson(ctx: Context, { password, ...person }: Omit<NewPerson, "state"> & { readonly password: string }): Promise<Id<"person">> {
  const { id } = await addPerson(ctx, { ...person, state: "active" });
  await storePassword(ctx, id, password);
  if (person.isAdministrator) await audit(ctx, "madeAdministrator", { personId: id });
  return id;
}

interface Invitation {
  readonly name: string;
  readonly login?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly language: Language;
  readonly isAdministrator?: boolean;
}

/** `byHand`: no mail goes out, and the link comes back to be handed over. */
interface Way {
  readonly byHand?: boolean;
}

export interface HandedLink {
  readonly personId: Id<"person">;
  readonly link: string | null;
  readonly expiresAt: Temporal.Instant;
}

/** Adds a person who chooses a password by the link of their invitation. The account is the e-mail address unless one is given. Refusals: loginTaken, emailNeeded. */
export async function invitePerson(ctx: Context, { name, login, email, phone, language, isAdministrator = false }: Invitation, way: Way = {}): Promise<HandedLink> {
  const account = login ?? email?.toLowerCase();
  if (!account) throw new Refusal(peopleProblems.emailNeeded());
  const { id } = await addPerson(ctx, { name, login: account, email: email ?? null, phone: phone ?? null, language, isAdministrator, state: "invited" });
  await audit(ctx, "invited", { personId: id, facts: { isAdministrator } });
  return sendInvitation(ctx, await accountById(ctx, id), way);
}

/** Sends another invitation; earlier ones stop working. Refusals: personNotFound, isActive, isInactive. */
export async function inviteAgain(ctx: Context, personId: Id<"person">, way: Way = {}): Promise<HandedLink> {
  const account = await accountById(ctx, personId);
  refuseIf(reasons(account.state === "active" && peopleProblems.isActive(), account.state === "inactive" && peopleProblems.isInactive()));
  await audit(ctx, "invited", { personId });
  return sendInvitation(ctx, account, way);
}

async function sendInvitation(ctx: Context, account: Account, { byHand = false }: Way): Promise<HandedLink> {
  const { path, expiresAt } = await makeLink(ctx, "invitation", account.id);
  const company = (await nameOfCompany(ctx)) ?? "";
  const isMailed = !byHand && (await mailTo(ctx, account, invitationLetter(account.language, { name: account.name, company, by: ctx.actor.name, path })));
  return { personId: account.id, link: isMailed ? null : path, expiresAt };
}

/** Sends a link to choose a new password. Refusals: personNotFound, isInactive. */
export async function sendReset(ctx: Context, personId: Id<"person">, way: Way = {}): Promise<HandedLink> {
  const account = await accountById(ctx, personId);
  if (account.state === "inactive") throw new Refusal(peopleProblems.isInactive());
  if (account.state === "invited") return inviteAgain(ctx, personId, way);
  const { path, expiresAt } = await makeLink(ctx, "reset", personId);
  await audit(ctx, "resetAsked", { personId });
  const isMailed = !way.byHand && (await mailTo(ctx, account, resetLetter(account.language, { name: account.name, path })));
  return { personId, link: isMailed ? null : path, expiresAt };
}

/** Queues a mail to somebody; false where none can go out, for want of an address or a mail server. */
export async function mailTo(ctx: Context, account: Pick<Account, "email">, letter: { subject: string; text: string; html: string }): Promise<boolean> {
  if (!account.email) return false;
  await ctx.enqueue(sendMail, { to: account.email, ...letter });
  const server = await ctx.tx.selectFrom("platform.mail_server").select("is_configured").executeTakeFirst();
  return server?.is_configured ?? false;
}

interface Change {
  readonly version: number;
  readonly name?: string | undefined;
  readonly login?: string | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly language?: Language | undefined;
  readonly isAdministrator?: boolean | undefined;
}

/** Changes a person. Refusals: personNotFound, stale, loginTaken, lastAdministrator. */
export async function changePerson(ctx: Context, personId: Id<"person">, { version, isAdministrator, ...change }: Change): Promise<void> {
  await lockAdministrators(ctx);
  const account = await accountById(ctx, personId);
  if (isAdministrator === false && account.isAdministrator) await refuseLastAdministrator(ctx, account);
  const set = Object.fromEntries(Object.entries({ ...change, is_administrator: isAdministrator }).filter(([, value]) => value !== undefined));
  const { numUpdatedRows } = await refusing(
    ctx.tx
      .updateTable("people.person")
      .set({ ...set, version: version + 1 })
      .where("id", "=", personId)
      .where("version", "=", version)
      .executeTakeFirst(),
    { login_once: () => peopleProblems.loginTaken({ login: change.login }) },
  );
  if (Number(numUpdatedRows) !== 1) throw new Refusal(edgeProblems.stale());
  if (change.email !== undefined && change.email !== account.email) await endLinks(ctx, personId, ["invitation", "reset"]);
  await audit(ctx, "personChanged", { personId, facts: { fields: Object.keys(change).filter((key) => change[key as keyof typeof change] !== undefined) } });
  if (isAdministrator !== undefined && isAdministrator !== account.isAdministrator) await audit(ctx, isAdministrator ? "madeAdministrator" : "noLongerAdministrator", { personId });
}

/** Ends what somebody may do here: sessions, tokens and links stop at once, what they did stays under their name. Refusals: personNotFound, ownAccount, lastAdministrator. */
export async function deactivatePerson(ctx: Context, personId: Id<"person">, reason: string): Promise<void> {
  await lockAdministrators(ctx);
  const account = await accountById(ctx, personId);
  if (personId === ctx.actor.personId) throw new Refusal(peopleProblems.ownAccount());
  if (account.state === "inactive") return;
  if (account.isAdministrator) await refuseLastAdministrator(ctx, account);
  await ctx.tx
    .updateTable("people.person")
    .set((eb) => ({ state: "inactive" as const, version: eb("version", "+", 1) }))
    .where("id", "=", personId)
    .execute();
  await endSessions(ctx, personId);
  await ctx.tx.updateTable("people.token").set({ ended_at: ctx.now }).where("person_id", "=", personId).where("ended_at", "is", null).execute();
  await endLinks(ctx, personId, ["invitation", "reset"]);
  await audit(ctx, "deactivated", { personId, facts: { reason } });
}

/** Lets somebody sign in again, with the password they had. Refusal: personNotFound. */
export async function reactivatePerson(ctx: Context, personId: Id<"person">): Promise<void> {
  const account = await accountById(ctx, personId);
  if (account.state !== "inactive") return;
  await ctx.tx
    .updateTable("people.person")
    .set((eb) => ({ state: account.passwordHash ? ("active" as const) : ("invited" as const), version: eb("version", "+", 1) }))
    .where("id", "=", personId)
    .execute();
  await audit(ctx, "reactivated", { personId });
}

/** Refusal: personNotFound. */
export async function endSessionsOf(ctx: Context, personId: Id<"person">): Promise<void> {
  await accountById(ctx, personId);
  await endSessions(ctx, personId);
}

/** Ends every session of the installation but the one at hand. */
export async function endEverySession(ctx: Context): Promise<void> {
  const { sessionId } = ctx.actor;
  const open = ctx.tx.updateTable("people.session").set({ ended_at: ctx.now }).where("ended_at", "is", null);
  const ended = await (sessionId ? open.where("id", "!=", sessionId) : open).executeTakeFirst();
  await audit(ctx, "sessionsEnded", { personId: null, facts: { count: Number(ended.numUpdatedRows) } });
}

/** Removes the second factor of somebody who lost theirs and has shown the administrator who they are. Refusals: personNotFound, secondFactorOff. */
export async function removeSecondFactorOf(ctx: Context, personId: Id<"person">): Promise<void> {
  const account = await accountById(ctx, personId);
  if (!account.totpSecret) throw new Refusal(peopleProblems.secondFactorOff());
  await ctx.tx.deleteFrom("people.second_factor").where("person_id", "=", personId).execute();
  await ctx.tx.deleteFrom("people.recovery_code").where("person_id", "=", personId).execute();
  await endSessions(ctx, personId);
  await audit(ctx, "secondFactorOff", { personId });
}

/** Refusal: personNotFound. */
export async function unlockPerson(ctx: Context, personId: Id<"person">): Promise<void> {
  const account = await accountById(ctx, personId);
  if (account.login) await forgetFailures(ctx, { login: account.login });
  await audit(ctx, "unlocked", { personId });
}

/** Whoever takes an administrator away waits here, so that two do not take the last two away at once. */
async function lockAdministrators(ctx: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('people.administrators'))`.execute(ctx.tx);
}

async function refuseLastAdministrator(ctx: Context, account: Account): Promise<void> {
  const other = await ctx.tx
    .selectFrom("people.person")
    .select("id")
    .where("is_administrator", "=", true)
    .where("state", "=", "active")
    .where("id", "!=", account.id)
    .limit(1)
    .executeTakeFirst();
  if (!other) throw new Refusal(peopleProblems.lastAdministrator());
}
