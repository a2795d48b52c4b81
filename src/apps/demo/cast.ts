import type { Role } from "#kernel/role.ts";

export interface CastMember {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
}

/** Who works at the demo tower: one account for each role, and a second hand where the desk and the workshop need one. */
export const cast = [
  { login: "manager", name: "周启明", role: "projectManager" },
  { login: "desk", name: "林晓", role: "serviceOfficer" },
  { login: "desk2", name: "何佳", role: "serviceOfficer" },
  { login: "desklead", name: "陈静", role: "serviceSupervisor" },
  { login: "leasing", name: "高翔", role: "leasingOfficer" },
  { login: "cashier", name: "唐悦", role: "cashier" },
  { login: "finance", name: "王芳", role: "finance" },
  { login: "engineer", name: "郭建国", role: "engSupervisor" },
  { login: "technician", name: "马超", role: "technician" },
  { login: "technician2", name: "刘洋", role: "technician" },
  { login: "security", name: "赵刚", role: "securitySupervisor" },
  { login: "guard", name: "孙强", role: "guard" },
  { login: "controlroom", name: "冯涛", role: "fcrOperator" },
  { login: "fireresponsible", name: "许国华", role: "fireResponsiblePerson" },
  { login: "firemanager", name: "沈亮", role: "fireSafetyManager" },
  { login: "liftdirector", name: "韩磊", role: "liftSafetyDirector" },
  { login: "liftofficer", name: "曹阳", role: "liftSafetyOfficer" },
  { login: "environment", name: "李梅", role: "envSupervisor" },
  { login: "cleaner", name: "张桂英", role: "cleaner" },
  { login: "gardener", name: "吴春生", role: "gardener" },
  { login: "quality", name: "吴桐", role: "qualityOfficer" },
  { login: "legal", name: "郑文", role: "legal" },
  { login: "contractor", name: "鼎安维保", role: "contractor" },
] as const satisfies readonly CastMember[];

export type CastLogin = (typeof cast)[number]["login"];

/** The password of every demo account; the account of a tenant's contact is `tenant`. */
export const demoPassword = "towerkeep-demo-2026";
export const tenantLogin = "tenant";
