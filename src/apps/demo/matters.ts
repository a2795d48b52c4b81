import type { Department } from "#kernel/role.ts";
import type { CaseKind, Category, Cause, Severity } from "#features/service/rules.ts";

export interface Matter {
  readonly kind: CaseKind;
  readonly severity: Severity;
  readonly category: Category;
  readonly title: string;
  readonly matter: string;
  readonly department: Department;
  readonly measures: string;
  readonly answer: string;
  readonly cause: Cause;
  readonly isAttributable: boolean;
}

const complaint = (
  category: Category,
  department: Department,
  cause: Cause,
  isAttributable: boolean,
  title: string,
  matter: string,
  measures: string,
  answer: string,
  severity: Severity = "ordinary",
): Matter => ({
  kind: "complaint",
  severity,
  category,
  title,
  matter,
  department,
  measures,
  answer,
  cause,
  isAttributable,
});
const enquiry = (category: Category, title: string, matter: string, answer: string): Matter => ({
  kind: "enquiry",
  severity: "ordinary",
  category,
  title,
  matter,
  department: "service",
  measures: "查询后答复客户。",
  answer,
  cause: "informationOnly",
  isAttributable: false,
});

/** What tenants of an office tower bring to its desk. */
export const matters: readonly [Matter, ...Matter[]] = [
  complaint(
    "airConditioning",
    "engineering",
    "equipmentFault",
    true,
    "会议室空调不制冷",
    "大会议室空调开了半小时还是 29 度，下午有重要客户来访。",
    "更换风机盘管电磁阀，复测出风 14 ℃。",
    "阀门已更换，现在出风正常，请您感受一下。",
  ),
  complaint(
    "airConditioning",
    "engineering",
    "poorMaintenance",
    true,
    "空调出风口滴水",
    "工位上方出风口一直滴水，文件都湿了。",
    "疏通冷凝水盘和排水管，更换吊顶板一块。",
    "积水已排除，吊顶板也换好了。",
  ),
  complaint(
    "airConditioning",
    "engineering",
    "tenantUse",
    false,
    "办公区冷热不均",
    "靠窗一侧太热，里面的同事又觉得冷。",
    "调整风量平衡，建议拉帘遮阳。",
    "已调整三个风口的风量，请观察两天。",
  ),
  complaint(
    "lift",
    "engineering",
    "equipmentFault",
    true,
    "3 号梯关门异响",
    "3 号电梯关门时有很大的响声，同事不敢坐。",
    "维保到场更换门滑块并润滑导轨。",
    "电梯已修好，维保单位复检合格。",
  ),
  complaint(
    "lift",
    "engineering",
    "designDefect",
    false,
    "早高峰电梯等候太久",
    "早上九点等电梯要十五分钟。",
    "调整分区停靠方案，高峰时段专人引导。",
    "高峰分区停靠已启用，今早平均等候五分钟。",
    "complex",
  ),
  complaint("power", "engineering", "equipmentFault", true, "走廊照明不亮", "电梯厅到我司门口的走廊灯坏了三盏。", "更换灯管三支并检查镇流器。", "灯已全部恢复。"),
  complaint(
    "power",
    "engineering",
    "equipmentFault",
    true,
    "办公室突然跳闸",
    "整个办公区断电，服务器也停了。",
    "排查为末端插座短路，更换并分路。",
    "电已恢复，短路点处理完毕，书面说明稍后送达。",
    "grave",
  ),
  complaint("water", "engineering", "poorMaintenance", true, "洗手间水龙头漏水", "男洗手间第二个水龙头关不紧。", "更换阀芯。", "水龙头已更换阀芯，不再漏水。"),
  complaint("water", "engineering", "equipmentFault", true, "茶水间下水堵塞", "水槽积水下不去，有异味。", "疏通下水并清洗存水弯。", "已疏通并消毒。"),
  complaint(
    "cleaning",
    "environment",
    "slowResponse",
    true,
    "洗手间无纸巾",
    "下午三点女洗手间就没有纸巾了。",
    "补充耗材，增加一次下午巡检。",
    "已补充，并把下午巡检加到每小时一次。",
  ),
  complaint("cleaning", "environment", "contractor", true, "地毯清洗后有水渍", "昨晚地毯清洗后今早还是湿的。", "吹干处理，约谈外包公司。", "地毯已吹干，外包公司当面致歉。"),
  complaint(
    "odour",
    "environment",
    "otherTenant",
    false,
    "走廊有油烟味",
    "中午走廊里全是油烟味。",
    "联系餐饮租户检查排烟，更换滤网。",
    "餐饮租户已清洗油烟净化器，异味消除。",
    "complex",
  ),
  complaint(
    "noise",
    "engineering",
    "otherTenant",
    false,
    "楼上装修噪音",
    "楼上上班时间一直在电钻施工。",
    "现场叫停，施工改到 18:00 以后。",
    "已责令调整施工时间，今日起不再影响办公。",
  ),
  complaint("pests", "environment", "contractor", true, "茶水间发现蟑螂", "茶水间柜子里看到蟑螂。", "安排消杀并封堵孔洞。", "今晚已完成消杀，一周后复查。"),
  complaint("security", "security", "staffConduct", true, "访客登记等候太久", "客户在大堂登记等了二十分钟。", "增设登记岗并启用预约码。", "高峰期已加派一人，贵司可提前预约访客。"),
  complaint("access", "security", "equipmentFault", true, "门禁卡刷不开", "三位新同事的卡刷不开闸机。", "重新授权并更换一张损坏的卡。", "门禁卡已授权，现场试刷正常。"),
  complaint("parking", "security", "procedureGap", true, "月租车位被占", "B2-117 我们的固定车位被别的车占了。", "联系车主挪车，加装地锁。", "车位已腾出，明天装好地锁。"),
  complaint(
    "fitout",
    "engineering",
    "procedureGap",
    true,
    "装修垃圾堆在消防通道",
    "货梯厅堆满了装修垃圾，通道都堵了。",
    "当场清运并对施工单位开具整改单。",
    "通道已清空，施工单位已书面整改。",
    "grave",
  ),
  complaint(
    "fees",
    "finance",
    "poorExplanation",
    true,
    "电费比上月高很多",
    "这个月电费比上月多了一倍，请解释。",
    "核对抄表照片与倍率，提供逐日用量。",
    "上月有十天未营业，附上逐日用量供核对。",
    "complex",
  ),
  complaint("staffConduct", "service", "staffConduct", true, "前台电话没人接", "上午打了三次前台电话都没人接。", "核对话务记录，调整午间值守。", "午间改为双人值守，向您致歉。"),
  complaint("greening", "environment", "contractor", false, "大堂绿植枯萎", "大堂的绿植叶子都黄了。", "更换绿植四盆。", "绿植已更换。"),
  complaint(
    "network",
    "engineering",
    "municipal",
    false,
    "手机信号差",
    "办公室靠里面几乎没有手机信号。",
    "联系运营商检测并增补室分天线。",
    "运营商已排期，周五前完成增补。",
    "complex",
  ),
  enquiry("parking", "访客停车怎么收费", "下周有客户来访，想了解停车怎么收费、能不能开票。", "首半小时免费，之后每小时 8 元，出口可扫码开电子票。"),
  enquiry("airConditioning", "加时空调怎么申请", "周六要加班，空调怎么申请？", "周五 16:00 前提交申请单，每区每小时 180 元，2 小时起。"),
  enquiry("access", "新员工门禁卡办理", "新来五位同事，门禁卡怎么办？", "带公司授权书和名单到前台，当日办好。"),
  enquiry("leasing", "续租意向咨询", "我们的租约明年到期，想了解续租。", "已转招商高翔，明天上午与您联系。"),
  enquiry("fees", "物业费发票什么时候开", "本季度物业费发票什么时候能开？", "每月 10 日前开出，电子票发到登记邮箱。"),
  enquiry("fitout", "办公室加一道隔断要什么手续", "想加一道玻璃隔断，需要什么手续？", "提交平面图和施工方案，工程与消防三个工作日内答复。"),
  enquiry("other", "会议室怎么预订", "想订周三下午的公共会议室。", "已为您留 14:00–16:00，需要投影请提前一天说。"),
];

export const opinions: readonly [string, ...string[]] = ["处理很及时，谢谢。", "师傅很专业。", "可以，希望以后少发生。", "还行。", "前台态度很好。", "比上次快多了。"];
