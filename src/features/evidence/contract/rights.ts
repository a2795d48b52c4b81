import { permissions } from "#kernel/contract.ts";

export const evidenceRights = permissions("evidence", {
  read: ["projectManager", "qualityOfficer", "legal", "serviceSupervisor", "engSupervisor", "securitySupervisor", "envSupervisor"],
  verify: ["projectManager", "qualityOfficer"],
});
