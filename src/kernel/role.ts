import { words, type Words } from "./words.ts";

/** The roles a person may hold on a site, by the codes of the field's glossary. */
export const roleNames = {
  projectManager: words("项目经理", "Project manager"),
  serviceOfficer: words("客服专员", "Service officer"),
  serviceSupervisor: words("客服主管", "Service supervisor"),
  leasingOfficer: words("招商专员", "Leasing officer"),
  cashier: words("收费员", "Cashier"),
  finance: words("财务", "Finance"),
  engSupervisor: words("工程主管", "Engineering supervisor"),
  technician: words("维修技工", "Technician"),
  securitySupervisor: words("秩序维护主管", "Security supervisor"),
  guard: words("秩序维护员", "Guard"),
  fcrOperator: words("消防控制室值班员", "Fire-control-room operator"),
  fireResponsiblePerson: words("消防安全责任人", "Fire-safety responsible person"),
  fireSafetyManager: words("消防安全管理人", "Fire-safety manager"),
  liftSafetyDirector: words("电梯安全总监", "Lift safety director"),
  liftSafetyOfficer: words("电梯安全员", "Lift safety officer"),
  envSupervisor: words("环境主管", "Environment supervisor"),
  cleaner: words("保洁员", "Cleaner"),
  gardener: words("绿化工", "Gardener"),
  qualityOfficer: words("品质专员", "Quality officer"),
  legal: words("法务", "Legal"),
  contractor: words("维保单位", "Contractor"),
  tenantContact: words("租户经办人", "Tenant contact"),
} as const satisfies Record<string, Words>;

export type Role = keyof typeof roleNames;

export const roles = Object.keys(roleNames) as Role[];

/** Everyone who works for the operator; a tenant's contact and a contractor do not. */
export const staffRoles = roles.filter((role) => role !== "tenantContact" && role !== "contractor");

/** The departments work is dispatched to, each with the roles that make it up; the first one leads it. */
export const departments = {
  service: ["serviceSupervisor", "serviceOfficer"],
  engineering: ["engSupervisor", "technician", "liftSafetyDirector", "liftSafetyOfficer"],
  security: ["securitySupervisor", "guard", "fcrOperator", "fireSafetyManager"],
  environment: ["envSupervisor", "cleaner", "gardener"],
  finance: ["finance", "cashier"],
  leasing: ["leasingOfficer", "legal"],
  management: ["projectManager", "qualityOfficer", "fireResponsiblePerson"],
} as const satisfies Record<string, readonly Role[]>;

export type Department = keyof typeof departments;

export const departmentNames = {
  service: words("客服部", "Customer service"),
  engineering: words("工程部", "Engineering"),
  security: words("秩序维护部", "Security"),
  environment: words("环境部", "Environment"),
  finance: words("财务部", "Finance"),
  leasing: words("招商部", "Leasing"),
  management: words("项目管理处", "Site management"),
} as const satisfies Record<Department, Words>;

/** The department a role belongs to; a tenant's contact and a contractor belong to none. */
export function departmentOf(role: Role): Department | undefined {
  return (Object.keys(departments) as Department[]).find((department) => (departments[department] as readonly Role[]).includes(role));
}

/** What a tenant's contact may do for their company. */
export const authorities = {
  repair: words("报事报修", "Requests and repairs"),
  fees: words("费用", "Fees"),
  goods: words("物品放行", "Goods release"),
  signing: words("签署", "Signing"),
  emergency: words("紧急联络", "Emergency contact"),
} as const satisfies Record<string, Words>;

export type Authority = keyof typeof authorities;
