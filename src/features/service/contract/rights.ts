import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

/** Who may do what at the desk. */
export const serviceRights = permissions("service", {
  read: staffRoles,
  /** Whoever a tenant speaks to first may register the contact, and owns it then (2.2.2-3). */
  take: staffRoles,
  /** Accept, verify, note and resolve work. */
  handle: staffRoles,
  /** Promise, dispatch, tell the tenant, link and file. */
  serve: ["serviceOfficer", "serviceSupervisor", "projectManager"],
  /** Send work on to where it belongs. */
  transfer: ["serviceOfficer", "serviceSupervisor", "projectManager", "engSupervisor", "securitySupervisor", "envSupervisor"],
  callBack: ["serviceOfficer", "serviceSupervisor", "projectManager", "qualityOfficer"],
  /** Hand over ownership, declare void, merge. */
  supervise: ["serviceSupervisor", "projectManager"],
  /** Open a gate with a reason. */
  override: ["projectManager"],
  /** Connect the exchange, judge calls and conduct, file the month's analysis. */
  improve: ["serviceSupervisor", "projectManager", "qualityOfficer"],
  portal: { roles: ["tenantContact"], authority: "repair" },
});
