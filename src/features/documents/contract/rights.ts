import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

export const documentsRights = permissions("documents", {
  read: staffRoles,
  /** Asks for signatures, takes them in one's presence, attaches scans, withdraws. */
  handle: ["projectManager", "leasingOfficer", "serviceSupervisor", "serviceOfficer", "engSupervisor", "finance", "cashier", "legal"],
  /** Signs for the operator: the property company and, by its mandate, the owner. */
  sign: ["projectManager", "leasingOfficer", "finance", "legal", "fireResponsiblePerson", "fireSafetyManager"],
  /** Signs where one is named oneself, as whoever issued a sheet of the desk's. */
  signNamed: staffRoles,
  settings: ["projectManager", "legal"],
  /** A contact of the tenant's reads what their company was issued, and signs for it. */
  portal: { roles: ["tenantContact"] },
  portalSign: { roles: ["tenantContact"], authority: "signing" },
});
