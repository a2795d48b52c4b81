import { route } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { ownAccount } from "./accounts.ts";
import { changeEmail, changeMe, changePassword, endMyOtherSessions, endMySession } from "./commands/account.ts";
import { givableHere, grantRole, inviteToSite, revokeRole } from "./commands/grants.ts";
import { acceptInvitation, askForReset, finishReset } from "./commands/links.ts";
import {
  changePerson,
  deactivatePerson,
  endEverySession,
  endSessionsOf,
  inviteAgain,
  invitePerson,
  reactivatePerson,
  removeSecondFactorOf,
  sendReset,
  unlockPerson,
} from "./commands/people.ts";
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor, renewRecoveryCodes, secondFactorState } from "./commands/secondFactor.ts";
import { isSetUpNeeded, lookAtLink, setUp } from "./commands/setUp.ts";
import { currentSession, setLanguage, signIn, signOut } from "./commands/signIn.ts";
import { endMyToken, listMyTokens, makeToken } from "./commands/tokens.ts";
import { exportPeople } from "./exportPeople.ts";
import { auditPage, findPeople, mailPage, memberPage, peoplePage, personFactsById, sessionsOf, tokensOf } from "./queries.ts";

export const peopleRoutes = [
  route(contract.setupState, async (ctx) => ({ isNeeded: await isSetUpNeeded(ctx) })),
  route(contract.setUp, (ctx, { body, edge }) => setUp(ctx, body, edge)),
  route(contract.signIn, (ctx, { body, edge }) => signIn(ctx, body, edge)),
  route(contract.getSession, (ctx) => currentSession(ctx)),
  route(contract.signOut, (ctx, { edge }) => signOut(ctx, edge)),
  route(contract.setLanguage, (ctx, { body }) => setLanguage(ctx, body.language)),
  route(contract.lookAtLink, (ctx, { body }) => lookAtLink(ctx, body.token)),
  route(contract.acceptInvitation, (ctx, { body, edge }) => acceptInvitation(ctx, body, edge)),
  route(contract.askForReset, (ctx, { body }) => askForReset(ctx, body.login)),
  route(contract.finishReset, (ctx, { body, edge }) => finishReset(ctx, body, edge)),

  route(contract.changeMe, (ctx, { body }) => changeMe(ctx, body)),
  route(contract.changeEmail, (ctx, { body, edge }) => changeEmail(ctx, body, edge)),
  route(contract.changePassword, (ctx, { body, edge }) => changePassword(ctx, body, edge)),
  route(contract.listMySessions, async (ctx) => ({ items: await sessionsOf(ctx, (await ownAccount(ctx)).id) })),
  route(contract.endMySession, (ctx, { params }) => endMySession(ctx, params.sessionId)),
  route(contract.endMyOtherSessions, (ctx) => endMyOtherSessions(ctx)),
  route(contract.secondFactorState, (ctx) => secondFactorState(ctx)),
  route(contract.beginSecondFactor, (ctx, { body, edge }) => beginSecondFactor(ctx, body, edge)),
  route(contract.confirmSecondFactor, (ctx, { body, edge }) => confirmSecondFactor(ctx, body, edge)),
  route(contract.removeSecondFactor, (ctx, { body, edge }) => removeSecondFactor(ctx, body, edge)),
  route(contract.renewRecoveryCodes, (ctx, { body, edge }) => renewRecoveryCodes(ctx, body, edge)),
  route(contract.listMyTokens, (ctx) => listMyTokens(ctx)),
  route(contract.makeToken, (ctx, { body, edge }) => makeToken(ctx, body, edge)),
  route(contract.endMyToken, (ctx, { params }) => endMyToken(ctx, params.tokenId)),

  route(contract.listPeople, (ctx, { query }) => peoplePage(ctx, query)),
  route(contract.exportPeople, (ctx, { query }) => exportPeople(ctx, query)),
  route(contract.listAudit, (ctx, { query }) => auditPage(ctx, query)),
  route(contract.mailState, (ctx, { query }) => mailPage(ctx, query)),
  route(contract.getPerson, async (ctx, { params: { personId } }) => ({
    ...(await personFactsById(ctx, personId)),
    sessions: await sessionsOf(ctx, personId),
    tokens: await tokensOf(ctx, personId),
  })),
  route(contract.invitePerson, (ctx, { body }) => invitePerson(ctx, body)),
  route(contract.inviteAgain, (ctx, { params }) => inviteAgain(ctx, params.personId)),
  route(contract.sendReset, (ctx, { params }) => sendReset(ctx, params.personId)),
  route(contract.changePerson, async (ctx, { params, body }) => {
    await changePerson(ctx, params.personId, body);
    return personFactsById(ctx, params.personId);
  }),
  route(contract.deactivatePerson, (ctx, { params, body }) => deactivatePerson(ctx, params.personId, body.reason)),
  route(contract.reactivatePerson, (ctx, { params }) => reactivatePerson(ctx, params.personId)),
  route(contract.endEverySession, (ctx) => endEverySession(ctx)),
  route(contract.endSessionsOf, (ctx, { params }) => endSessionsOf(ctx, params.personId)),
  route(contract.removeSecondFactorOf, (ctx, { params }) => removeSecondFactorOf(ctx, params.personId)),
  route(contract.unlockPerson, (ctx, { params }) => unlockPerson(ctx, params.personId)),

  route(contract.listMembers, async (ctx, { query }) => ({ ...(await memberPage(ctx, query)), rolesToGive: givableHere(ctx) })),
  route(contract.findPeople, async (ctx, { query }) => ({ items: await findPeople(ctx, query.q) })),
  route(contract.grantRole, (ctx, { body }) => grantRole(ctx, body)),
  route(contract.revokeRole, (ctx, { params }) => revokeRole(ctx, params.grantId)),
  route(contract.inviteToSite, (ctx, { body }) => inviteToSite(ctx, body)),
];
