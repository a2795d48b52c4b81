import { words } from "#kernel/words.ts";
import { labels } from "./labels.ts";

export const text = {
  ...labels,
  tenantsLead: words("按名称、拼音或首字母查找", "Found by name, pinyin or initials"),
  name: words("租户名称", "Tenant"),
  shortName: words("简称", "Short name"),
  creditCode: words("统一社会信用代码", "Unified social credit code"),
  industry: words("行业", "Industry"),
  state: words("状态", "State"),
  active: words("在租", "Here"),
  left: words("已离开", "Left"),
  search: words("查找租户", "Find a tenant"),
  add: words("添加租户", "Add a tenant"),
  change: words("修改", "Change"),
  none: words("还没有租户", "No tenants yet"),
  noneHint: words("导入租赁台账会一并建立租户，也可以在这里添加。", "A rent roll brings its tenants along; you can also add one here."),
  contacts: words("经办人", "Contacts"),
  addContact: words("添加经办人", "Add a contact"),
  noContacts: words("还没有经办人", "No contacts yet"),
  noContactsHint: words("登记谁可以代表租户报事、缴费、签字，接待时一眼可见。", "Say who may report, pay and sign for the company; the desk sees it at a glance."),
  contactName: words("姓名", "Name"),
  post: words("职务", "Post"),
  phone: words("电话", "Phone"),
  email: words("邮箱", "E-mail"),
  authorities: words("授权范围", "Authority"),
  contactActive: words("在职", "Active"),
};
