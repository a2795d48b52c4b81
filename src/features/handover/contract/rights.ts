import { permissions } from "#kernel/contract.ts";

/** Who may do what with inspections, cards and keys. */
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
  /** See who holds which card and key. */
  readCards: ["projectManager", "serviceOfficer", "serviceSupervisor", "leasingOfficer", "securitySupervisor", "guard", "engSupervisor", "finance", "qualityOfficer"],
  /** Hand out under a right that lives, take back, say what is lost. The right itself comes of a move-in. */
  keepCards: ["projectManager", "serviceOfficer", "serviceSupervisor", "securitySupervisor"],
  /** Take over tenants who were in the house before the system. */
  takeOver: ["projectManager", "serviceSupervisor"],
  portalCards: ["tenantContact"],
});
