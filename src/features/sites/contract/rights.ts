import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

export const sitesRights = permissions("sites", {
  read: [...staffRoles, "contractor"],
  edit: ["projectManager", "leasingOfficer"],
  entities: ["projectManager", "finance"],
});
