import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

export const leasingRights = permissions("leasing", {
  read: staffRoles,
  /** Draws up leases and amendments, and corrects recorded ones. */
  edit: ["projectManager", "leasingOfficer"],
  /** Approves what somebody else submitted. */
  approve: ["projectManager"],
  /** Has signed what is ready; by authority also past what is missing. */
  sign: ["projectManager", "leasingOfficer"],
  override: ["projectManager"],
  /** Which annexes every lease has. */
  arrange: ["projectManager", "legal"],
  /** A contact of the tenant's reads their company's leases … */
  portal: { roles: ["tenantContact"] },
  /** … and confirms, for it, what was explained. Manual 2.1.2-2. */
  portalSign: { roles: ["tenantContact"], authority: "signing" },
  /** Who intends to come and at what price is known to those who deal with it. */
  readLetters: ["projectManager", "leasingOfficer", "serviceSupervisor", "serviceOfficer", "finance", "legal"],
});
