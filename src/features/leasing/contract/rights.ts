import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

export const leasingRights = permissions("leasing", {
  read: staffRoles,
  edit: ["projectManager", "leasingOfficer"],
});
