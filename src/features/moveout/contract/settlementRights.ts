import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

export const settlementRights = permissions("moveout", {
  readSettlement: staffRoles,
  /** Puts lines on a settlement and prices them. */
  priceItems: ["finance", "projectManager", "engSupervisor", "serviceSupervisor"],
  /** Records at the desk what the tenant says to a line. */
  answerItems: ["finance", "projectManager", "serviceSupervisor", "serviceOfficer"],
  /** Waives a line, or upholds one that is disputed. */
  decideItems: ["projectManager"],
  /** Issues the sheet, opens it again, posts what is agreed. */
  settle: ["finance"],
  keepPrices: ["finance", "projectManager", "engSupervisor"],
  portalSettlement: { roles: ["tenantContact"], authority: "fees" },
});
