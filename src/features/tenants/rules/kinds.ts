import { words, type Words } from "#kernel/words.ts";

/** What a tenant is before the law; which papers prove it follows from here. */
export const tenantKinds = {
  company: words("公司", "Company"),
  branch: words("分公司", "Branch"),
  individualBusiness: words("个体工商户", "Individual business"),
  foreignCompany: words("境外公司", "Foreign company"),
  institution: words("机关、事业单位或社会组织", "Public body or association"),
} as const satisfies Record<string, Words>;
export type TenantKind = keyof typeof tenantKinds;

/** Whether the kind bears a 统一社会信用代码; a company registered abroad does not. */
export const hasCreditCode = (kind: TenantKind): boolean => kind !== "foreignCompany";
