import { words } from "#kernel/words.ts";

/** What the tenants' app says of cases, apart from the rest so that a phone loads no more at its start. */
export const portalText = {
  cases: words("我的事项", "Our matters"),
  report: words("报事", "Report"),
  empty: words("还没有事项", "Nothing reported yet"),
  emptyHint: words("空调不冷、灯不亮、有疑问，都可以在这里告诉我们。", "Too warm, too dark, or a question: tell us here."),
  what: words("发生了什么", "What happened"),
  whatHint: words("请写明情况，越具体处理越快", "Say what is wrong; the more precise, the faster we can help"),
  where: words("在哪里", "Where"),
  otherPlace: words("其他位置", "Somewhere else"),
  send: words("发送", "Send"),
  photos: words("照片", "Photos"),
  addPhoto: words("添加照片", "Add a photo"),
  owner: words("由 {name} 负责", "{name} answers for it"),
  promised: words("承诺 {at} 前答复", "An answer is promised by {at}"),
  answered: words("已于 {at} 答复", "Answered on {at}"),
  addNote: words("补充说明", "Add something"),
  needsRating: words("待评价", "Please rate"),
} as const;
