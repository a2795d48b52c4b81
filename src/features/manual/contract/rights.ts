import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

export const manualRights = permissions("manual", {
  read: staffRoles,
  setParameters: ["projectManager", "qualityOfficer"],
});
