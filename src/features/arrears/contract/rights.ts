import { permissions } from "#kernel/contract.ts";

export const arrearsRights = permissions("arrears", {
  read: ["projectManager", "finance", "cashier", "leasingOfficer", "legal", "serviceSupervisor", "serviceOfficer"],
  /** Records steps and promises. */
  collect: ["projectManager", "finance", "cashier", "leasingOfficer", "legal", "serviceSupervisor", "serviceOfficer"],
  /** Puts damages for delay up for billing, and asks for them to be waived. */
  charge: ["finance"],
  approve: ["projectManager"],
  settings: ["finance", "projectManager"],
});
