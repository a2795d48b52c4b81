import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

export const fitoutRights = permissions("fitout", {
  read: staffRoles,
  /** Opens cases, explains the guide, hands applications in for tenants, issues what is signed, tells deductions. */
  serve: ["serviceOfficer", "serviceSupervisor", "projectManager"],
  engineering: ["engSupervisor"],
  fireSafety: ["fireSafetyManager", "fireResponsiblePerson"],
  /** Withdraws a review: whoever gave it, or the manager. */
  withdrawReview: ["engSupervisor", "fireSafetyManager", "fireResponsiblePerson", "projectManager"],
  /** Sets the fees, asks for the refund. */
  money: ["finance"],
  /** Issues and extends permits, takes passes back, lifts stop orders, lists deductions. */
  permit: ["engSupervisor"],
  patrol: ["guard", "securitySupervisor", "engSupervisor", "technician", "fireSafetyManager", "fcrOperator", "projectManager"],
  stop: ["engSupervisor", "securitySupervisor", "fireSafetyManager", "fireResponsiblePerson", "projectManager"],
  accept: ["engSupervisor"],
  openGates: ["projectManager"],
  withdraw: ["projectManager", "serviceSupervisor"],
  /** Decides a refund that somebody else asked for. */
  decide: ["projectManager"],
  settings: ["projectManager", "engSupervisor"],
  portal: { roles: ["tenantContact"], authority: "repair" },
});
