import { words } from "#kernel/words.ts";

export const onThePhoneText = {
  title: words("现场验房", "Inspections on site"),
  lead: words(
    "手机现场版在没有信号的地方也能查验、拍照和签字，有网络时自动送达。",
    "The phone app inspects, takes photos and signatures without a signal, and sends them when there is one.",
  ),
  open: words("在本机打开手机现场版", "Open the phone app here"),
  show: words("用手机扫码", "Scan with a phone"),
  hide: words("收起二维码", "Hide the code"),
  code: words("扫码打开 {address}", "Leads to {address}"),
  steps: words(
    "扫码后登录，从浏览器菜单选“添加到主屏幕”。出发前联网打开一次，看到“已备好离线”即可。",
    "Sign in after scanning and choose “add to home screen” in the browser's menu. Open it once with a network before you go, until it says “Ready for offline”.",
  ),
} as const;
