import { permissions } from "#kernel/contract.ts";

/** Who may do what with meters. */
export const metersRights = permissions("meters", {
  read: ["projectManager", "engSupervisor", "technician", "finance", "cashier", "leasingOfficer", "serviceOfficer", "serviceSupervisor", "qualityOfficer"],
  /** Take readings, record a replacement. */
  take: ["technician", "engSupervisor"],
  /** Keep the ledger, open and close rounds. */
  keep: ["engSupervisor", "projectManager"],
  /** Confirm or send back what somebody else read or replaced. */
  review: ["engSupervisor", "projectManager"],
  /** Tariffs and the policy of sharing. */
  price: ["finance"],
  /** See what a month would come to. */
  preview: ["finance", "projectManager"],
  /** Publish, answer objections, bill. */
  charge: ["finance"],
  portal: { roles: ["tenantContact"], authority: "fees" },
});
