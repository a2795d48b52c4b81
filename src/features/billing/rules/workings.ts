import { words } from "#kernel/words.ts";
import { declareWorking } from "#features/leasing/rules.ts";

// How the amounts that billing itself makes are said.

declareWorking("byHand", { steps: { byHand: words("由 {by} 登记：{amount|yuan} 元。", "Entered by {by}: {amount|yuan} yuan.") } });
declareWorking("credit", {
  head: ({ until }) => (until === undefined ? [] : [words("计费至 {until} 止。", "Charged until {until}.")]),
  steps: {
    unused: words(
      "{from} 至 {to}：原计 {charged|yuan} 元 − 应计 {kept|yuan} 元 = 退回 {amount|yuan} 元。",
      "{from} to {to}: {charged|yuan} yuan charged − {kept|yuan} yuan used = {amount|yuan} yuan given back.",
    ),
    credit: words("冲减原账单该行 {lineAmount|yuan} 元中的 {amount|yuan} 元。", "{amount|yuan} yuan of the {lineAmount|yuan} yuan of that line are taken back."),
  },
});
declareWorking("abatement", {
  steps: {
    abatement: words(
      "{from} 至 {to} 不能使用 {percent}%：{lineAmount|yuan} × {days} 天 ÷ {lineDays} 天 × {percent}% = {amount|yuan} 元（民法典第713条）。",
      "{from} to {to}, {percent}% could not be used: {lineAmount|yuan} × {days} of {lineDays} days × {percent}% = {amount|yuan} yuan (Civil Code art. 713).",
    ),
  },
});
