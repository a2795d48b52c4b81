import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

export const tenantsRights = permissions("tenants", {
  read: staffRoles,
  edit: ["projectManager", "leasingOfficer", "serviceSupervisor", "serviceOfficer"],
});
