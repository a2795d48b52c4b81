import { siteOpened } from "#features/sites/contract.ts";
import { type Feature, on, workAcross } from "#platform/feature.ts";
import { mailReset } from "../contract.ts";
import { manageOpenedSite } from "./commands/grants.ts";
import { sendResetMail } from "./commands/links.ts";
import { peopleRoutes } from "./routes.ts";

export { createAuthenticator, type AuthenticatorOptions } from "./authenticate.ts";
export { grantRole, revokeOfTenant, revokeRole, tellGranted } from "./commands/grants.ts";
export { accountByLogin as findAccount, nameOfCompany } from "./accounts.ts";
export { createPerson, deactivatePerson, invitePerson, sendReset, unlockPerson } from "./commands/people.ts";
export { ensureSetupLink, nameCompany } from "./commands/setUp.ts";
export { findPeople, languageOfContact, listAccounts, membersOf, personById, personNames, type Member, type Person } from "./queries.ts";

export const peopleFeature: Feature = {
  name: "people",
  routes: peopleRoutes,
  jobs: [workAcross(mailReset, sendResetMail)],
  subscribers: [on(siteOpened, manageOpenedSite)],
};
