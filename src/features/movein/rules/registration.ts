import type { Id } from "#kernel/id.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import type { Authority } from "#kernel/role.ts";
import { type Words, words } from "#kernel/words.ts";
import { moveInProblems } from "./problems.ts";

/** 入驻登记表 F01, as the tenant or the desk fills it in; what the records already know is filled in before. Manual 2.1.1-5. */
export interface RegistrationForm {
  readonly legalRepresentative: string;
  readonly industry: string;
  readonly headcount: number | null;
  /** Whether the unit becomes the company's registered address 工商注册地址. */
  readonly isRegisteredAddress: boolean | null;
  readonly invoice: InvoiceData;
  readonly contacts: readonly RegisteredContact[];
  /** Around the clock. */
  readonly emergency: { readonly name: string; readonly phone: string };
  readonly vehicles: readonly string[];
  readonly specialEquipment: string;
  readonly workingHours: string;
}

export interface InvoiceData {
  readonly title: string;
  readonly taxNo: string;
  readonly bank: string;
  readonly account: string;
  readonly address: string;
  readonly phone: string;
  readonly email: string;
}

/** `contactId` null: somebody new. */
export interface RegisteredContact {
  readonly contactId: Id<"contact"> | null;
  readonly name: string;
  readonly post: string;
  readonly phone: string;
  readonly email: string;
  readonly authorities: readonly Authority[];
}

export const registrationParts = {
  legalRepresentative: words("法定代表人", "legal representative"),
  industry: words("行业", "trade"),
  headcount: words("办公人数", "number of people"),
  isRegisteredAddress: words("是否注册地址", "whether it is the registered address"),
  invoiceTitle: words("发票抬头", "title of invoices"),
  taxNo: words("税号", "tax number"),
  contacts: words("经办人", "contacts"),
  emergency: words("24 小时紧急联系人", "emergency contact"),
  workingHours: words("办公时间", "working hours"),
} as const satisfies Record<string, Words>;
export type RegistrationPart = keyof typeof registrationParts;

/** What a registration lacks before it is signed. */
export function lackingOf(form: RegistrationForm): RegistrationPart[] {
  const isFilled: Record<RegistrationPart, boolean> = {
    legalRepresentative: form.legalRepresentative !== "",
    industry: form.industry !== "",
    headcount: form.headcount !== null,
    isRegisteredAddress: form.isRegisteredAddress !== null,
    invoiceTitle: form.invoice.title !== "",
    taxNo: form.invoice.taxNo !== "",
    contacts: form.contacts.some(({ authorities }) => authorities.includes("signing")),
    emergency: form.emergency.name !== "" && form.emergency.phone !== "",
    workingHours: form.workingHours !== "",
  };
  return (Object.keys(registrationParts) as RegistrationPart[]).filter((part) => !isFilled[part]);
}

/** All that stands against having the registration signed; empty if nothing does. */
export function whyNotComplete(form: RegistrationForm | null): Problem[] {
  if (!form) return [moveInProblems.registrationMissing()];
  const lacking = lackingOf(form).map((part) => registrationParts[part]);
  return reasons(lacking.length > 0 && moveInProblems.registrationIncomplete({ zh: lacking.map(({ zh }) => zh).join("、"), en: lacking.map(({ en }) => en).join(", ") }));
}
