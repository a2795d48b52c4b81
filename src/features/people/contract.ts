import { z } from "zod";
import { endpoint, event, fileReply, job } from "#kernel/contract.ts";
import { idField, instantField, longTextField, pageOf, pageQuery, searchField, textField, versionField } from "#kernel/fields.ts";
import { authorities, roles, type Authority, type Role } from "#kernel/role.ts";
import { languages, words } from "#kernel/words.ts";
import { auditDeeds, type AuditDeed, mostPasswordLength } from "./rules.ts";
import { peopleRights } from "./contract/rights.ts";

export { peopleRights };

// Links that people get by mail or on the console lead to pages of the staff app, with their secret behind the hash so that it reaches
// no server log: /setup#<token>, /invitation#<token>, /password-reset#<token>. The page posts the token in a body.

const languageField = z.enum(languages);
const roleField = z.enum(roles as [Role, ...Role[]]);
const authorityField = z.enum(Object.keys(authorities) as [Authority, ...Authority[]]);
/** Lower-cased; letters of any script, digits and `._@+-`. */
const loginField = z
  .string()
  .trim()
  .toLowerCase()
  .min(2)
  .max(100)
  .regex(/^[\p{L}\p{N}._@+-]+$/u);
/** Kept exactly as typed. Longer input than a password may have is refused before any work is done on it. */
const passwordField = z
  .string()
  .min(1)
  .max(mostPasswordLength * 4)
  .refine((text) => !text.includes("\0") && text.isWellFormed(), "unstorable");
const emailField = z.string().trim().max(200).pipe(z.email());
const phoneField = z
  .string()
  .trim()
  .max(40)
  .regex(/^[+\d\s().-]*$/);
/** The secret of a link or a token. */
const secretField = z
  .string()
  .min(20)
  .max(200)
  .regex(/^[\w-]+$/);
/** Six digits of an authenticator, or a recovery code; spaces and dashes are ignored. */
const codeField = z
  .string()
  .trim()
  .min(6)
  .max(60)
  .regex(/^[A-Za-z0-9 -]+$/);

const grantFacts = z.object({
  id: idField("grant"),
  siteId: idField("site"),
  siteName: z.string(),
  role: roleField,
  tenantId: idField("tenant").nullable(),
  tenantName: z.string().nullable(),
  contactId: idField("contact").nullable(),
  authorities: z.array(authorityField),
});

export const sessionFacts = z.object({
  person: z.object({ id: idField("person"), name: z.string(), login: z.string().nullable(), email: z.string().nullable(), language: languageField }),
  isAdministrator: z.boolean(),
  /** The roles held, site by site; a tenant's contact also names the company and what they may do for it. */
  grants: z.array(
    z.object({ siteId: idField("site"), role: roleField, tenantId: idField("tenant").nullable(), contactId: idField("contact").nullable(), authorities: z.array(authorityField) }),
  ),
  sites: z.array(z.object({ id: idField("site"), name: z.string(), code: z.string(), zone: z.string(), roles: z.array(roleField) })),
  company: z.object({ name: z.string() }).nullable(),
  /** What an API token is confined to; null for a session. */
  scopes: z.array(z.string()).nullable(),
  hasSecondFactor: z.boolean(),
  /** When this session ends whatever happens; null for a token. */
  endsAt: instantField().nullable(),
});

// Set-up, sign-in, links

export const setupState = endpoint({
  method: "GET",
  path: "/setup",
  summary: "Whether the installation waits for its first administrator",
  permission: "public",
  reply: z.object({ isNeeded: z.boolean() }),
});
export const setUp = endpoint({
  method: "POST",
  path: "/setup",
  summary: "Make the company and its first administrator, with the link from the console, and sign in",
  permission: "public",
  ratePerMinute: 20,
  body: z.object({
    token: secretField,
    company: textField(100),
    name: textField(100),
    login: loginField,
    email: emailField.optional(),
    password: passwordField,
    language: languageField,
  }),
  reply: sessionFacts,
});
export const signIn = endpoint({
  method: "POST",
  path: "/session",
  summary: "Sign in; asks for the second factor with people.codeNeeded",
  permission: "public",
  ratePerMinute: 60,
  body: z.object({
    login: z
      .string()
      .trim()
      .toLowerCase()
      .min(1)
      .max(200)
      .refine((text) => !text.includes("\0") && text.isWellFormed(), "unstorable"),
    password: passwordField,
    code: codeField.optional(),
  }),
  reply: sessionFacts,
});
export const getSession = endpoint({ method: "GET", path: "/session", summary: "Who I am, my roles and sites", permission: "signedIn", reply: sessionFacts });
export const signOut = endpoint({ method: "DELETE", path: "/session", summary: "Sign out of this session", permission: "signedIn" });
export const setLanguage = endpoint({
  method: "PUT",
  path: "/session/language",
  summary: "Choose my language",
  permission: "signedIn",
  body: z.object({ language: languageField }),
});

export const linkKinds = ["setup", "invitation", "reset"] as const;
export const lookAtLink = endpoint({
  method: "POST",
  path: "/links",
  summary: "What a link is for, so that its page can greet whoever holds it",
  permission: "public",
  ratePerMinute: 30,
  body: z.object({ token: secretField }),
  reply: z.object({ kind: z.enum(linkKinds), name: z.string().nullable(), login: z.string().nullable(), company: z.string().nullable(), expiresAt: instantField() }),
});
export const acceptInvitation = endpoint({
  method: "POST",
  path: "/invitations/acceptance",
  summary: "Choose a password with an invitation, and sign in",
  permission: "public",
  ratePerMinute: 20,
  body: z.object({ token: secretField, password: passwordField, language: languageField.optional() }),
  reply: sessionFacts,
});
export const askForReset = endpoint({
  method: "POST",
  path: "/password-resets",
  summary: "Ask for a link to choose a new password; answers the same whether the account exists or not",
  permission: "public",
  ratePerMinute: 10,
  body: z.object({
    login: z
      .string()
      .trim()
      .toLowerCase()
      .min(1)
      .max(200)
      .refine((text) => !text.includes("\0") && text.isWellFormed(), "unstorable"),
  }),
});
export const finishReset = endpoint({
  method: "POST",
  path: "/password-resets/completion",
  summary: "Choose a new password with a link; every session ends and one signs in anew, second factor included",
  permission: "public",
  ratePerMinute: 20,
  body: z.object({ token: secretField, password: passwordField }),
});

// My account

const ownSession = z.object({
  id: idField("session"),
  device: z.string(),
  address: z.string(),
  signedInAt: instantField(),
  seenAt: instantField(),
  expiresAt: instantField(),
  isThis: z.boolean(),
});
export const changeMe = endpoint({
  method: "PATCH",
  path: "/me",
  summary: "Change my name or phone",
  permission: "signedIn",
  body: z.object({ name: textField(100).optional(), phone: phoneField.optional() }),
});
export const changeEmail = endpoint({
  method: "PUT",
  path: "/me/email",
  summary: "Change the address that links are sent to",
  permission: "signedIn",
  body: z.object({ email: emailField, password: passwordField }),
});
export const changePassword = endpoint({
  method: "PUT",
  path: "/me/password",
  summary: "Change my password; all other sessions end",
  permission: "signedIn",
  ratePerMinute: 20,
  body: z.object({ current: passwordField, password: passwordField }),
});
export const listMySessions = endpoint({
  method: "GET",
  path: "/me/sessions",
  summary: "Where I am signed in",
  permission: "signedIn",
  reply: z.object({ items: z.array(ownSession) }),
});
export const endMySession = endpoint({
  method: "DELETE",
  path: "/me/sessions/{sessionId}",
  summary: "End one of my sessions",
  permission: "signedIn",
  params: z.object({ sessionId: idField("session") }),
});
export const endMyOtherSessions = endpoint({ method: "DELETE", path: "/me/sessions", summary: "End all my sessions but this one", permission: "signedIn" });

export const beginSecondFactor = endpoint({
  method: "POST",
  path: "/me/second-factor",
  summary: "Begin to set up an authenticator: a QR code to scan, or the secret to type",
  permission: "signedIn",
  ratePerMinute: 20,
  body: z.object({ password: passwordField }),
  reply: z.object({ secret: z.string(), uri: z.string(), qr: z.string().describe("SVG as a data URL") }),
});
const recoveryCodesReply = z.object({ recoveryCodes: z.array(z.string()).describe("Shown this once; each works once") });
export const confirmSecondFactor = endpoint({
  method: "PUT",
  path: "/me/second-factor",
  summary: "Turn the second factor on with a first code; all other sessions end",
  permission: "signedIn",
  ratePerMinute: 20,
  body: z.object({ code: codeField }),
  reply: recoveryCodesReply,
});
export const removeSecondFactor = endpoint({
  method: "POST",
  path: "/me/second-factor/removal",
  summary: "Turn the second factor off; all other sessions end",
  permission: "signedIn",
  ratePerMinute: 20,
  body: z.object({ password: passwordField, code: codeField }),
});
export const renewRecoveryCodes = endpoint({
  method: "POST",
  path: "/me/recovery-codes",
  summary: "New recovery codes; the old ones stop working",
  permission: "signedIn",
  ratePerMinute: 20,
  body: z.object({ password: passwordField, code: codeField }),
  reply: recoveryCodesReply,
});
export const secondFactorState = endpoint({
  method: "GET",
  path: "/me/second-factor",
  summary: "Whether my second factor is on, and how many recovery codes are left",
  permission: "signedIn",
  reply: z.object({ isOn: z.boolean(), since: instantField().nullable(), recoveryCodesLeft: z.number().int() }),
});

const tokenFacts = z.object({
  id: idField("token"),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: instantField(),
  expiresAt: instantField(),
  usedAt: instantField().nullable(),
});
export const listMyTokens = endpoint({
  method: "GET",
  path: "/me/tokens",
  summary: "My API tokens, and the scopes I may give one",
  permission: "signedIn",
  reply: z.object({ items: z.array(tokenFacts), scopes: z.array(z.string()) }),
});
export const makeToken = endpoint({
  method: "POST",
  path: "/me/tokens",
  summary: "Make an API token; it is shown this once",
  permission: "signedIn",
  ratePerMinute: 20,
  body: z.object({ name: textField(100), scopes: z.array(z.string().max(100)).min(1).max(200), days: z.number().int().min(1).max(366), password: passwordField }),
  reply: z.object({ token: z.string(), facts: tokenFacts }),
});
export const endMyToken = endpoint({
  method: "DELETE",
  path: "/me/tokens/{tokenId}",
  summary: "Take back an API token",
  permission: "signedIn",
  params: z.object({ tokenId: idField("token") }),
});

// The company's people

const personFacts = z.object({
  id: idField("person"),
  name: z.string(),
  login: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  language: languageField,
  isAdministrator: z.boolean(),
  state: z.enum(["invited", "active", "inactive"]),
  hasSecondFactor: z.boolean(),
  isLocked: z.boolean().describe("Sign-in waits after too many wrong passwords"),
  lastSeenAt: instantField().nullable(),
  version: z.number().int(),
  grants: z.array(grantFacts),
});
const personQuery = { q: searchField().optional(), state: z.enum(["invited", "active", "inactive"]).optional(), siteId: idField("site").optional(), role: roleField.optional() };
export const listPeople = endpoint({
  method: "GET",
  path: "/people",
  summary: "Everybody who can or could sign in",
  permission: "administrator",
  query: z.object({ ...pageQuery, ...personQuery }),
  reply: pageOf(personFacts),
});
export const exportPeople = endpoint({
  method: "GET",
  path: "/people/export",
  summary: "The list of people as an Excel file",
  permission: "administrator",
  query: z.object({ ...personQuery, language: languageField.optional() }),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});
export const getPerson = endpoint({
  method: "GET",
  path: "/people/{personId}",
  summary: "One person with roles, sessions and tokens",
  permission: "administrator",
  params: z.object({ personId: idField("person") }),
  reply: personFacts.extend({ sessions: z.array(ownSession), tokens: z.array(tokenFacts) }),
});
/** Where no mail goes out (none is configured, or there is no address), the link comes back to be handed over: shown this once, for whoever holds it has the account. */
const linkReply = z.object({
  personId: idField("person"),
  link: z.string().nullable().describe("A path below the public address; null when it was mailed"),
  expiresAt: instantField(),
});
export const invitePerson = endpoint({
  method: "POST",
  path: "/people",
  summary: "Add a person and invite them by mail",
  permission: "administrator",
  body: z.object({
    name: textField(100),
    login: loginField.optional(),
    email: emailField.optional(),
    phone: phoneField.optional(),
    language: languageField.default("zh"),
    isAdministrator: z.boolean().default(false),
  }),
  reply: linkReply,
});
export const inviteAgain = endpoint({
  method: "POST",
  path: "/people/{personId}/invitation",
  summary: "Invite again; earlier links stop working",
  permission: "administrator",
  params: z.object({ personId: idField("person") }),
  reply: linkReply,
});
export const sendReset = endpoint({
  method: "POST",
  path: "/people/{personId}/password-reset",
  summary: "Send a link to choose a new password; earlier links stop working",
  permission: "administrator",
  params: z.object({ personId: idField("person") }),
  reply: linkReply,
});
export const changePerson = endpoint({
  method: "PATCH",
  path: "/people/{personId}",
  summary: "Change a person",
  permission: "administrator",
  params: z.object({ personId: idField("person") }),
  body: z.object({
    version: versionField(),
    name: textField(100).optional(),
    login: loginField.optional(),
    email: emailField.nullable().optional(),
    phone: phoneField.nullable().optional(),
    language: languageField.optional(),
    isAdministrator: z.boolean().optional(),
  }),
  reply: personFacts,
});
export const deactivatePerson = endpoint({
  method: "PUT",
  path: "/people/{personId}/deactivation",
  summary: "Deactivate a person: sessions and tokens end at once",
  permission: "administrator",
  params: z.object({ personId: idField("person") }),
  body: z.object({ reason: longTextField(500) }),
});
export const reactivatePerson = endpoint({
  method: "DELETE",
  path: "/people/{personId}/deactivation",
  summary: "Let a person sign in again",
  permission: "administrator",
  params: z.object({ personId: idField("person") }),
});
export const endSessionsOf = endpoint({
  method: "DELETE",
  path: "/people/{personId}/sessions",
  summary: "End all sessions of a person",
  permission: "administrator",
  params: z.object({ personId: idField("person") }),
});
export const endEverySession = endpoint({
  method: "DELETE",
  path: "/people/sessions",
  summary: "End every session of everybody but this one, as after a leak",
  permission: "administrator",
});
export const removeSecondFactorOf = endpoint({
  method: "DELETE",
  path: "/people/{personId}/second-factor",
  summary: "Remove a lost second factor; all sessions end",
  permission: "administrator",
  params: z.object({ personId: idField("person") }),
});
export const unlockPerson = endpoint({
  method: "DELETE",
  path: "/people/{personId}/lock",
  summary: "Let somebody who mistyped too often try again",
  permission: "administrator",
  params: z.object({ personId: idField("person") }),
});
export const listAudit = endpoint({
  method: "GET",
  path: "/people/audit",
  summary: "What was done to accounts, newest first; nobody can change it",
  permission: "administrator",
  query: z.object({ ...pageQuery, personId: idField("person").optional() }),
  reply: pageOf(
    z.object({
      id: idField("audit"),
      at: instantField(),
      deed: z.enum(Object.keys(auditDeeds) as [AuditDeed, ...AuditDeed[]]),
      by: z.string(),
      personId: idField("person").nullable(),
      personName: z.string().nullable(),
      address: z.string().nullable(),
      facts: z.record(z.string(), z.unknown()),
    }),
  ),
});
export const mailState = endpoint({
  method: "GET",
  path: "/people/mail",
  summary: "Whether mail is configured, and what did not arrive",
  permission: "administrator",
  query: z.object({ ...pageQuery }),
  reply: z.object({
    isConfigured: z.boolean(),
    /** Mails kept as files because no server is configured, those still being tried, and those given up. */
    kept: z.number().int(),
    failing: z.number().int(),
    failed: z.number().int(),
    items: z.array(
      z.object({
        id: idField("mail"),
        to: z.string(),
        subject: z.string(),
        state: z.enum(["sent", "kept", "failing", "failed"]),
        attempts: z.number().int(),
        error: z.string().nullable(),
        queuedAt: instantField(),
        sentAt: instantField().nullable(),
      }),
    ),
    next: z.string().nullable(),
  }),
});

// People of a site

export const listMembers = endpoint({
  method: "GET",
  path: "/sites/{siteId}/people/members",
  summary: "Who works at this site, in which roles, and who speaks for its tenants",
  permission: peopleRights.see,
  params: z.object({ siteId: idField("site") }),
  query: z.object({ q: searchField().optional(), role: roleField.optional(), ...pageQuery }),
  reply: z.object({
    items: z.array(
      z.object({
        personId: idField("person"),
        name: z.string(),
        email: z.string().nullable(),
        phone: z.string().nullable(),
        state: z.enum(["invited", "active", "inactive"]),
        grants: z.array(
          z.object({
            id: idField("grant"),
            role: roleField,
            tenantId: idField("tenant").nullable(),
            tenantName: z.string().nullable(),
            contactId: idField("contact").nullable(),
            authorities: z.array(authorityField),
          }),
        ),
      }),
    ),
    next: z.string().nullable(),
    /** The roles that whoever asks may give here. */
    rolesToGive: z.array(roleField),
  }),
});
export const findPeople = endpoint({
  method: "GET",
  path: "/sites/{siteId}/people/candidates",
  summary: "People of the company to give a role here, by part of the name or account",
  permission: peopleRights.grant,
  params: z.object({ siteId: idField("site") }),
  query: z.object({ q: searchField() }),
  reply: z.object({ items: z.array(z.object({ personId: idField("person"), name: z.string(), login: z.string().nullable() })) }),
});
const grantBody = { role: roleField, tenantId: idField("tenant").optional(), contactId: idField("contact").optional(), authorities: z.array(authorityField).max(10).optional() };
export const grantRole = endpoint({
  method: "POST",
  path: "/sites/{siteId}/people/grants",
  summary: "Give a person a role at this site",
  permission: peopleRights.grant,
  params: z.object({ siteId: idField("site") }),
  body: z.object({ personId: idField("person"), ...grantBody }),
  reply: z.object({ grantId: idField("grant") }),
});
export const revokeRole = endpoint({
  method: "DELETE",
  path: "/sites/{siteId}/people/grants/{grantId}",
  summary: "Take a role back",
  permission: peopleRights.grant,
  params: z.object({ siteId: idField("site"), grantId: idField("grant") }),
});
export const inviteToSite = endpoint({
  method: "POST",
  path: "/sites/{siteId}/people/invitations",
  summary: "Invite somebody new, staff or a tenant's contact, with a role at this site",
  permission: peopleRights.grant,
  params: z.object({ siteId: idField("site") }),
  body: z.object({ name: textField(100), login: loginField.optional(), email: emailField, phone: phoneField.optional(), language: languageField.default("zh"), ...grantBody }),
  reply: linkReply,
});

export const roleGranted = event({
  name: "people.role_granted",
  words: words("授予角色", "Role granted"),
  clauses: [],
  subject: "person",
  facts: z.object({ personId: idField("person"), name: z.string(), role: roleField, tenantId: idField("tenant").nullable(), authorities: z.array(authorityField) }),
});
export const roleRevoked = event({
  name: "people.role_revoked",
  words: words("收回角色", "Role revoked"),
  clauses: [],
  subject: "person",
  facts: z.object({ personId: idField("person"), name: z.string(), role: roleField, tenantId: idField("tenant").nullable() }),
});

export const mailReset = job({ name: "people.mail_reset", payload: z.object({ login: z.string().max(200) }) });
