import { words } from "#kernel/words.ts";
import type { FireLetterData, ServiceAgreementData } from "./server/templates.ts";

const units = [
  { place: "1座 18F 1803", area: "286.45", use: "办公" },
  { place: "1座 18F 1805", area: "1 203.00", use: "办公" },
];
const tenant = { name: "𠮷野家（䶮）餐饮管理有限公司", creditCode: "91310000MA1FL0000X", representative: "王堃", address: "上海市浦东新区世纪大道 1 号", phone: "021-5000 0000" };
const property = {
  name: "楼诺物业服务有限公司",
  creditCode: "91310115MA1K30000Y",
  representative: "林涛",
  address: "上海市浦东新区云河路 88 号 B1",
  phone: "021-6000 0000",
  bankName: "中国工商银行上海浦东支行",
  bankAccount: "1001 2345 0900 0067 890",
};

/** A believable service agreement for tests. */
export const aServiceAgreement = (): ServiceAgreementData => ({
  owner: { name: "云河置业有限公司", creditCode: "91310000MA1FY0000Z", representative: "周冠宇", bankName: "中国建设银行上海分行", bankAccount: "3100 1505 4000 5000 1234" },
  property,
  tenant,
  units,
  from: "2026-04-01",
  to: "2029-03-31",
  serviceHours: words("工作日 8:30–18:00", "working days 8:30–18:00"),
  fees: [
    { name: words("物业服务费", "Property service fee"), price: "28.00 元/㎡·月", basis: "计费面积 1 489.45 ㎡", cycle: "季付，先付后用" },
    { name: words("空调加时费", "Overtime air conditioning"), price: "380.00 元/小时", basis: "按申请", cycle: "月结" },
  ],
  deposit: words("承租方于签订时支付三个月物业服务费作为保证金。", "On signing the tenant pays three months of the service fee as a deposit."),
  lateFee: words("逾期付款的，按逾期金额每日万分之五支付滞纳金。", "Late payment bears 0.05 % of the overdue amount for each day."),
});

export const aFireLetter = (): FireLetterData => ({
  property,
  tenant,
  units,
  from: "2026-04-01",
  to: "2027-03-31",
  responsible: { name: "王堃", phone: "138 0000 0000" },
  deputy: { name: "李䶮", phone: "139 0000 0000" },
  controlRoomPhone: "021-6000 0119",
});
