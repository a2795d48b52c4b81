import { permissions } from "#kernel/contract.ts";

export const billingRights = permissions("billing", {
  read: ["projectManager", "finance", "cashier", "leasingOfficer", "legal"],
  /** Runs, bills, credits, charges by hand, waivers asked for. */
  issue: ["finance"],
  /** Decides waivers that somebody else asked for. */
  approve: ["projectManager"],
  /** How fee items are called and taxed. */
  settings: ["finance", "projectManager"],
  portal: { roles: ["tenantContact"], authority: "fees" },
});
