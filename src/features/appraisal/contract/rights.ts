import { permissions } from "#kernel/contract.ts";
import { staffRoles } from "#kernel/role.ts";

export const appraisalRights = permissions("appraisal", {
  read: staffRoles,
  /** Scores by name, and the list of exceptions. */
  readPeople: ["projectManager", "qualityOfficer", "serviceSupervisor", "engSupervisor", "securitySupervisor", "envSupervisor", "fireSafetyManager"],
});
