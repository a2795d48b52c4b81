import { words, type Words } from "#kernel/words.ts";

/** By which way the tenant reached us. */
export const channelNames = {
  phone: words("电话", "Telephone"),
  desk: words("前台", "Front desk"),
  portal: words("租户门户", "Tenant portal"),
  email: words("邮件", "E-mail"),
  wechat: words("微信", "WeChat"),
  letter: words("信函", "Letter"),
} as const satisfies Record<string, Words>;
export type Channel = keyof typeof channelNames;

export const kindNames = {
  enquiry: words("咨询", "Enquiry"),
  complaint: words("投诉", "Complaint"),
} as const satisfies Record<string, Words>;
export type CaseKind = keyof typeof kindNames;

/** How heavy a complaint is: an ordinary one is owed a first feedback in one working day, the others an answer by the promised time (2.2.2-3). */
export const severityNames = {
  ordinary: words("一般", "Ordinary"),
  complex: words("复杂", "Complex"),
  grave: words("重大", "Grave"),
} as const satisfies Record<string, Words>;
export type Severity = keyof typeof severityNames;

/** 责任性: whether the company failed a duty of its contract. Only `yes` counts against the team. */
export const attributionNames = {
  undecided: words("未判定", "Undecided"),
  yes: words("责任性", "Attributable"),
  no: words("非责任性", "Not attributable"),
} as const satisfies Record<string, Words>;
export type Attribution = keyof typeof attributionNames;

/** What the contact is about. */
export const categoryNames = {
  airConditioning: words("空调通风", "Air conditioning"),
  lift: words("电梯", "Lifts"),
  power: words("供电照明", "Power and light"),
  water: words("给排水", "Water and drains"),
  fabric: words("房屋本体", "Building fabric"),
  cleaning: words("保洁", "Cleaning"),
  odour: words("异味", "Odour"),
  noise: words("噪声", "Noise"),
  greening: words("绿化", "Greening"),
  pests: words("虫害", "Pests"),
  security: words("秩序安全", "Order and security"),
  access: words("门禁访客", "Access and visitors"),
  parking: words("车辆停放", "Parking"),
  fireSafety: words("消防", "Fire safety"),
  fitout: words("装修影响", "Fit-out works"),
  network: words("通讯网络", "Telecoms"),
  fees: words("费用账单", "Fees and bills"),
  leasing: words("租赁事务", "Leasing matters"),
  staffConduct: words("服务态度", "Staff conduct"),
  other: words("其他", "Other"),
} as const satisfies Record<string, Words>;
export type Category = keyof typeof categoryNames;

/** Why it came to the contact, decided when the case is filed (2.2.1-4). */
export const causeNames = {
  equipmentFault: words("设备故障", "Equipment fault"),
  poorMaintenance: words("保养不到位", "Poor maintenance"),
  designDefect: words("设计施工缺陷", "Design or building defect"),
  slowResponse: words("响应不及时", "Slow response"),
  poorExplanation: words("沟通解释不足", "Poor explanation"),
  staffConduct: words("人员服务问题", "Staff conduct"),
  procedureGap: words("流程缺失", "Gap in procedure"),
  contractor: words("外包单位原因", "Contractor"),
  otherTenant: words("其他租户影响", "Another tenant"),
  municipal: words("市政或外部原因", "Municipal or outside cause"),
  tenantUse: words("客户使用不当", "Tenant's own use"),
  misunderstanding: words("客户误解", "Misunderstanding"),
  feeRule: words("收费规则", "Charging rules"),
  informationOnly: words("仅需信息", "Information only"),
  other: words("其他", "Other"),
} as const satisfies Record<string, Words>;
export type Cause = keyof typeof causeNames;

/** By which means the tenant was told, or asked. */
export const meansNames = {
  phone: words("电话", "Telephone"),
  visit: words("上门面谈", "In person"),
  email: words("邮件", "E-mail"),
  wechat: words("微信", "WeChat"),
  portal: words("租户门户", "Tenant portal"),
  letter: words("书面", "Letter"),
  link: words("评价链接", "Rating link"),
} as const satisfies Record<string, Words>;
export type Means = keyof typeof meansNames;

/** What a sample of conduct looks at (2.2.2-2). */
export const conductCheckNames = {
  greeting: words("问候", "Greeting"),
  courtesy: words("礼貌用语", "Courteous words"),
  listening: words("耐心倾听", "Listening"),
  explanation: words("解释清楚", "Clear explanation"),
  noForbiddenWords: words("无服务忌语", "No forbidden words"),
  appearance: words("仪容仪表", "Appearance"),
  farewell: words("结束语", "Farewell"),
} as const satisfies Record<string, Words>;
export type ConductCheck = keyof typeof conductCheckNames;

/** The keys of a list, for a schema. */
export const keysOf = <T extends Record<string, unknown>>(list: T) => Object.keys(list) as [keyof T & string, ...(keyof T & string)[]];
