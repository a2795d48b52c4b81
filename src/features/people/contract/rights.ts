import { permissions } from "#kernel/contract.ts";

export const peopleRights = permissions("people", {
  see: {
    roles: [
      "projectManager",
      "serviceOfficer",
      "serviceSupervisor",
      "leasingOfficer",
      "cashier",
      "finance",
      "engSupervisor",
      "technician",
      "securitySupervisor",
      "guard",
      "fcrOperator",
      "fireResponsiblePerson",
      "fireSafetyManager",
      "liftSafetyDirector",
      "liftSafetyOfficer",
      "envSupervisor",
      "cleaner",
      "gardener",
      "qualityOfficer",
      "legal",
    ],
    administrator: true,
  },
  grant: { roles: ["projectManager", "serviceSupervisor"], administrator: true },
});
