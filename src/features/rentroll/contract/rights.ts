import { permissions } from "#kernel/contract.ts";

export const rentrollRights = permissions("rentroll", { import: ["projectManager", "leasingOfficer"] });
