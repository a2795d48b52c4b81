import type { Language } from "#kernel/words.ts";
import { words } from "#kernel/words.ts";
import { composeMail } from "#platform/mail/index.ts";
import { lifetimes } from "../rules.ts";

const ignoreIt = words("如果不是您本人的操作，请忽略本邮件，并告知管理员。", "If this was not you, ignore this mail and tell your administrator.");

export const invitationLetter = (language: Language, facts: { readonly name: string; readonly company: string; readonly by: string; readonly path: string }) =>
  composeMail(language, {
    subject: words(`邀请您使用楼诺 · ${facts.company}`, `Your invitation to Towerkeep · ${facts.company}`),
    greeting: words(`${facts.name}，您好：`, `Dear ${facts.name},`),
    paragraphs: [
      words(
        `${facts.by} 邀请您加入 ${facts.company} 的楼诺系统。请点击下面的链接设置密码。`,
        `${facts.by} invites you to join ${facts.company} on Towerkeep. Follow the link to choose a password.`,
      ),
      words(`链接只能使用一次，${lifetimes.invitationDays} 天内有效。`, `The link works once, within ${lifetimes.invitationDays} days.`),
    ],
    action: { label: words("设置密码", "Choose a password"), path: facts.path },
    footnote: ignoreIt,
  });

export const resetLetter = (language: Language, facts: { readonly name: string; readonly path: string }) =>
  composeMail(language, {
    subject: words("重新设置楼诺密码", "Choose a new Towerkeep password"),
    greeting: words(`${facts.name}，您好：`, `Dear ${facts.name},`),
    paragraphs: [
      words("有人请求重新设置您的密码。", "Somebody asked for a new password to your account."),
      words(`链接只能使用一次，${lifetimes.resetMinutes} 分钟内有效。`, `The link works once, within ${lifetimes.resetMinutes} minutes.`),
    ],
    action: { label: words("设置新密码", "Choose a new password"), path: facts.path },
    footnote: ignoreIt,
  });

/** Tells somebody that how they sign in has changed, so that a stranger's change does not stay unnoticed. */
export const changeLetter = (language: Language, facts: { readonly name: string; readonly what: "password" | "email" | "secondFactor" }) =>
  composeMail(language, {
    subject: words("您的楼诺账号有变更", "Your Towerkeep account was changed"),
    greeting: words(`${facts.name}，您好：`, `Dear ${facts.name},`),
    paragraphs: [changes[facts.what], words("如果不是您本人的操作，请立即联系管理员。", "If this was not you, speak to your administrator at once.")],
  });

const changes = {
  password: words("您的登录密码已更改，其他登录已全部退出。", "Your password was changed, and all other sessions have ended."),
  email: words("您账号的电子邮箱已更改。", "The e-mail address of your account was changed."),
  secondFactor: words("您账号的两步验证设置已更改。", "The second factor of your account was changed."),
};
