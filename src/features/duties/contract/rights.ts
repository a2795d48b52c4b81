import { permissions } from "#kernel/contract.ts";
import { type Role, staffRoles } from "#kernel/role.ts";

const heads: readonly Role[] = ["projectManager", "serviceSupervisor", "engSupervisor", "securitySupervisor", "envSupervisor", "fireSafetyManager"];

export const dutiesRights = permissions("duties", {
  read: staffRoles,
  /** Hand on to somebody else. */
  handOn: [...heads, "serviceOfficer"],
  /** Stop and start the clock, for a listed reason. */
  pause: heads,
  excuse: ["projectManager", "qualityOfficer", "serviceSupervisor"],
  /** Service hours, the site's own days, the ladder. */
  arrange: ["projectManager"],
});
