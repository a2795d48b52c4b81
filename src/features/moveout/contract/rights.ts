import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

export const moveOutRights = permissions("moveout", {
  read: staffRoles,
  /** Takes the notice at the desk, appoints the inspection, records goods and keys, issues the confirmation. */
  handle: ["projectManager", "leasingOfficer", "serviceSupervisor", "serviceOfficer"],
  review: ["leasingOfficer"],
  decide: ["projectManager"],
  /** Opens the inspection for somebody, and is whom it is assigned to. */
  inspect: ["projectManager", "serviceSupervisor", "serviceOfficer", "engSupervisor", "technician"],
  /** Decides release slips. */
  release: ["projectManager", "serviceSupervisor", "serviceOfficer", "securitySupervisor"],
  /** Checks goods at the gate. */
  gate: ["securitySupervisor", "guard"],
  approveRefund: ["finance", "projectManager"],
  pay: ["finance", "cashier"],
  finish: ["projectManager", "securitySupervisor", "serviceSupervisor", "serviceOfficer"],
  openGates: ["projectManager"],
  portal: { roles: ["tenantContact"] },
  portalSign: { roles: ["tenantContact"], authority: "signing" },
  portalGoods: { roles: ["tenantContact"], authority: "goods" },
});
