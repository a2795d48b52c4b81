import { sql } from "kysely";
import { newId } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Language } from "#kernel/words.ts";
import type { Context } from "#platform/context.ts";
import type { Edge } from "#platform/feature.ts";
import { refusing } from "#platform/db/violations.ts";
import { peopleProblems } from "../../rules.ts";
import { accountById, nameOfCompany, setPassword } from "../accounts.ts";
import { audit } from "../audit.ts";
import { endLinks, liveLink, makeLink, useLink } from "../links.ts";
import { openSession } from "../sessions.ts";
import { addPerson } from "./people.ts";

/** Whether nobody administers the installation yet. */
export async function isSetUpNeeded(ctx: Context): Promise<boolean> {
  const administrator = await ctx.tx.selectFrom("people.person").select("id").where("is_administrator", "=", true).limit(1).executeTakeFirst();
  return !administrator;
}

/** A path that lets its holder become the first administrator, new at every start; null once there is one. The application prints it on its console. */
export async function ensureSetupLink(ctx: Context): Promise<string | null> {
  if (!(await isSetUpNeeded(ctx))) return null;
  return (await makeLink(ctx, "setup", null)).path;
}

interface SetUp {
  readonly token: string;
  readonly company: string;
  readonly name: string;
  readonly login: string;
  readonly email?: string | undefined;
  readonly password: string;
  readonly language: Language;
}

/** Makes the company and its first administrator, and signs them in. Refusals: alreadySetUp, linkDead, loginTaken and all that stands against the password. */
export async function setUp(ctx: Context, { token, company, name, login, email, password, language }: SetUp, edge: Edge) {
  await sql`select pg_advisory_xact_lock(hashtext('people.set_up'))`.execute(ctx.tx);
  if (!(await isSetUpNeeded(ctx))) throw new Refusal(peopleProblems.alreadySetUp());
  await useLink(ctx, token, "setup");
  const person = await addPerson(ctx, { name, login, email: email ?? null, language, isAdministrator: true, state: "active" });
  await setPassword(ctx, person, password, company);
  await endLinks(ctx, null, ["setup"]);
  await nameCompany(ctx, company);
  await audit(ctx, "setUp", { personId: person.id, by: person, address: edge.address, facts: { company } });
  return openSession(ctx, await accountById(ctx, person.id), edge);
}

/** Gives the operator company its name, once; the sites feature owns the row from then on. */
export async function nameCompany(ctx: Context, name: string): Promise<void> {
  if ((await nameOfCompany(ctx)) !== null) return;
  await refusing(ctx.tx.insertInto("sites.company").values({ id: newId(), name, created_at: ctx.now }).execute(), {});
}

/** What a link is for. Refusal: linkDead. */
export async function lookAtLink(ctx: Context, token: string) {
  const link = await liveLink(ctx, token);
  const account = link.personId ? await accountById(ctx, link.personId) : undefined;
  return { kind: link.kind, name: account?.name ?? null, login: account?.login ?? null, company: await nameOfCompany(ctx), expiresAt: link.expiresAt };
}
