export { opensByItself } from "./rules/opening.ts";
export { type FirstPayment, formalitiesEndedAt, type LackingAnnex, type MoveInFacts, moveInProcedure, whyNotPaid } from "./rules/procedure.ts";
export { moveInProblems } from "./rules/problems.ts";
export { type InvoiceData, lackingOf, type RegisteredContact, type RegistrationForm, type RegistrationPart, registrationParts, whyNotComplete } from "./rules/registration.ts";
