import { words } from "#kernel/words.ts";

/** What the parts of the phone's app say themselves. */
export const text = {
  back: words("返回", "Back"),
  takePhoto: words("拍照", "Take a photo"),
  taken: words("已拍 {count} 张，重拍", "{count} taken; take again"),
  photo: words("照片 {number}", "Photo {number}"),
  photoAbsent: words("照片不在本机", "This photo is not on this phone"),
  photoFailed: words("这张照片无法读取，请重新拍摄。", "This photo could not be read; take it again."),
  allSent: words("全部已送达", "All sent"),
  waiting: words("待发送：记录 {facts}，照片 {photos}", "To send: records {facts}, photos {photos}"),
  sending: words("正在发送：记录 {facts}，照片 {photos}", "Sending: records {facts}, photos {photos}"),
  sendNow: words("立即发送", "Send now"),
  offline: words("无网络", "offline"),
  signIn: words("登录已过期，登录后继续发送", "Signed out: sign in to go on sending"),
  notKept: words("刚才的记录没有存下：本机存储已满或不可用", "The last record was not kept: this phone has no room or keeps nothing"),
  refused: words("{count} 条被退回，请查看", "{count} refused: have a look"),
  ofOthers: words("另有 {count} 条属于其他人，由本人登录后发送", "{count} more belong to somebody else and are sent when they sign in"),
  clockAhead: words("本机时钟快 {minutes} 分钟，请校准", "This phone's clock is {minutes} min fast: set it right"),
  clockBehind: words("本机时钟慢 {minutes} 分钟，请校准", "This phone's clock is {minutes} min slow: set it right"),
  updateReady: words("新版本已就绪", "A new version is ready"),
  update: words("更新", "Update"),
} as const;
