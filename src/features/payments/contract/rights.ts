import { permissions } from "#kernel/contract.ts";

export const paymentsRights = permissions("payments", {
  read: ["projectManager", "finance", "cashier", "leasingOfficer", "legal"],
  /** Statements, matching, cash, receipts. */
  take: ["cashier", "finance"],
  /** Sees money nobody knows, and says whose it is. */
  claim: ["cashier", "finance", "projectManager", "leasingOfficer", "serviceOfficer", "serviceSupervisor"],
  reverse: ["finance"],
  /** Asks for something to be taken from a deposit. */
  askDeposit: ["cashier", "finance"],
  /** Decides what somebody else asked for. */
  decideDeposit: ["finance", "projectManager"],
  settings: ["finance", "projectManager"],
  portal: { roles: ["tenantContact"], authority: "fees" },
});
