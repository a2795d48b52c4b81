import { words, type Words } from "#kernel/words.ts";

/** Who is paid: the owner (rent and what secures it) or the property company (fees for its services). A site names both as legal entities. */
export type PayeeKind = "owner" | "property";

/** `deposit` is money held for the tenant, never income while it is; `recurring` and `once` come from a lease, `metered` and `charge` from what was used or done. */
export type FeeNature = "recurring" | "deposit" | "once" | "metered" | "charge";

interface FeeItem {
  readonly name: Words;
  readonly payee: PayeeKind;
  readonly nature: FeeNature;
}

/** What a tenant may owe, with the payee where a site has not decided otherwise. Domain §3.2. */
export const feeItems = {
  rent: { name: words("租金", "Rent"), payee: "owner", nature: "recurring" },
  propertyFee: { name: words("物业管理费", "Property fee"), payee: "property", nature: "recurring" },
  leaseDeposit: { name: words("租赁保证金", "Lease deposit"), payee: "owner", nature: "deposit" },
  propertyDeposit: { name: words("物业费保证金", "Property fee deposit"), payee: "property", nature: "deposit" },
  fitoutDeposit: { name: words("装修保证金", "Fit-out deposit"), payee: "property", nature: "deposit" },
  passDeposit: { name: words("施工证押金", "Works pass deposit"), payee: "property", nature: "deposit" },
  fitoutFee: { name: words("装修管理费", "Fit-out fee"), payee: "property", nature: "once" },
  wasteFee: { name: words("垃圾清运费", "Waste removal fee"), payee: "property", nature: "once" },
  cardFee: { name: words("门禁卡费", "Access card fee"), payee: "property", nature: "once" },
  electricity: { name: words("电费", "Electricity"), payee: "property", nature: "metered" },
  water: { name: words("水费", "Water"), payee: "property", nature: "metered" },
  chilledWater: { name: words("空调费", "Chilled water"), payee: "property", nature: "metered" },
  gas: { name: words("燃气费", "Gas"), payee: "property", nature: "metered" },
  heat: { name: words("供暖费", "Heating"), payee: "property", nature: "metered" },
  overtimeAc: { name: words("加时空调费", "Overtime air conditioning"), payee: "property", nature: "charge" },
  parking: { name: words("停车费", "Parking"), payee: "property", nature: "recurring" },
  meeting: { name: words("会议室使用费", "Meeting room"), payee: "property", nature: "charge" },
  specialService: { name: words("特约服务费", "Special service"), payee: "property", nature: "charge" },
  lateFee: { name: words("违约金(滞纳金)", "Late-payment damages"), payee: "property", nature: "charge" },
  damage: { name: words("赔偿", "Damages"), payee: "property", nature: "charge" },
} as const satisfies Record<string, FeeItem>;

export type FeeItemCode = keyof typeof feeItems;
export const feeItemCodes = Object.keys(feeItems) as [FeeItemCode, ...FeeItemCode[]];
