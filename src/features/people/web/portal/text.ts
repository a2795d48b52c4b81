import { words } from "#kernel/words.ts";

/** What the tenants' app says of people, apart from the rest so that a phone loads no more. */
export const text = {
  me: words("我的", "Me"),
  signIn: words("登录", "Sign in"),
  account: words("账号或邮箱", "Account or e-mail"),
  password: words("密码", "Password"),
  secondFactor: words("两步验证", "Second factor"),
  code: words("验证码", "Code"),
  codeHint: words("身份验证器上的六位数字，或一个恢复码。", "The six digits your authenticator shows, or a recovery code."),
  otherAccount: words("换一个账号", "Use another account"),
  forgot: words("忘记密码？", "Forgotten your password?"),
  email: words("邮箱", "E-mail"),
  signOut: words("退出登录", "Sign out"),
  noContact: words("您不是任何租户的经办人", "You are no tenant's contact"),
  noContactHint: words("员工请使用工作台。", "Staff work in the staff app."),
} as const;
