import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

export const moveinRights = permissions("movein", {
  read: staffRoles,
  /** Opens a case, hands over the handbook, takes the registration, issues cards and keys, says when the tenant has moved in. */
  handle: ["projectManager", "serviceSupervisor", "serviceOfficer", "leasingOfficer"],
  /** Has the opening readings confirmed, arranges the inspection. */
  inspect: ["projectManager", "serviceSupervisor", "serviceOfficer", "engSupervisor", "technician"],
  /** By authority, past what shuts a gate; and takes a case back. */
  openGates: ["projectManager"],
  withdraw: ["projectManager", "serviceSupervisor", "leasingOfficer"],
  /** The handbook that is handed over. */
  settings: ["projectManager", "serviceSupervisor"],
  /** Whoever works here and whoever moves in reads the handbook. */
  readHandbook: [...staffRoles, "tenantContact"],
  /** A contact of the tenant's sees what their company must still do, and fills in the registration. */
  portal: { roles: ["tenantContact"] },
});
