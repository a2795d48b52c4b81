import { words } from "#kernel/words.ts";
import { labels } from "./labels.ts";

export const text = {
  ...labels,
  leasesLead: words("最先到期的在前", "The lease that ends first on top"),
  leaseNo: words("合同编号", "Lease no."),
  tenant: words("租户", "Tenant"),
  unit: words("单元", "Unit"),
  start: words("起租日", "Lease start"),
  end: words("到期日", "Lease end"),
  status: words("状态", "Status"),
  term: words("租期", "Term"),
  endLease: words("提前终止", "End early"),
  endedOn: words("最后一天", "Last day"),
  search: words("按合同编号查找", "Find by lease no."),
  none: words("还没有租约", "No leases yet"),
  noneHint: words("新建租约，或导入租赁台账。", "Write a lease, or import a rent roll."),
  over: words("已到期", "Over"),
  upcoming: words("未开始", "Not begun"),
  running: words("履行中", "Running"),

  occupancy: words("出租情况", "Occupancy"),
  let: words("已出租", "Let"),
  vacant: words("空置", "Vacant"),
  notLettable: words("不可租", "Not to let"),
  leaseEnd: words("租约到期", "Lease end"),
  within90: words("90 天内到期", "Ends within 90 days"),
  within180: words("180 天内到期", "Ends within 180 days"),
  withinYear: words("一年内到期", "Ends within a year"),
  later: words("一年以后到期", "Ends later"),
};
