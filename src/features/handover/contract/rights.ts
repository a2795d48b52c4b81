import { permissions } from "#kernel/contract.ts";

/** Who may do what with inspections. */
export const handoverRights = permissions("handover", {
  read: ["projectManager", "engSupervisor", "technician", "serviceOfficer", "serviceSupervisor", "leasingOfficer", "finance", "qualityOfficer", "legal"],
  /** Be assigned an inspection, record what is found, take the signatures. */
  inspect: ["technician", "engSupervisor", "serviceOfficer", "serviceSupervisor", "leasingOfficer", "projectManager"],
  /** Open, assign, appoint and withdraw. */
  arrange: ["projectManager", "engSupervisor", "serviceOfficer", "serviceSupervisor", "leasingOfficer"],
  /** Keep the item list. */
  keepList: ["projectManager", "engSupervisor"],
  /** Record that a defect was mended, and confirm it of somebody else. */
  mend: ["technician", "engSupervisor", "serviceOfficer", "serviceSupervisor", "projectManager"],
  portal: ["tenantContact"],
});
