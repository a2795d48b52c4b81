import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

const front = ["projectManager", "leasingOfficer", "serviceSupervisor", "serviceOfficer"] as const;

export const tenantsRights = permissions("tenants", {
  read: staffRoles,
  edit: front,
  /** Prospects are the business of the house: nobody else reads who wants to come and at what price. */
  readLeads: [...front, "finance", "legal"],
  /** The desk receives, the leasing officer follows up. Manual 2.1.1-1. */
  workLeads: front,
  /** Copies of identity papers are read by those who check or keep them. */
  readPapers: [...front, "finance", "legal"],
  handInPapers: front,
  reviewPapers: ["projectManager", "leasingOfficer", "serviceSupervisor", "legal"],
  ownPapers: { roles: ["tenantContact"], authority: "signing" },
});
