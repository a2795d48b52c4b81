import { problems, type Problem, reasons } from "#kernel/problem.ts";
import { roleNames, roles, type Authority, type Role } from "#kernel/role.ts";
import { words, type Words } from "#kernel/words.ts";
import { isGuessable } from "./rules/guessable.ts";

/** A person: everyone who works here or speaks for a tenant. `invited` has no password yet; `inactive` can no longer sign in. */
export type PersonState = "invited" | "active" | "inactive";

export const personStateNames = {
  invited: words("已邀请", "Invited"),
  active: words("在用", "Active"),
  inactive: words("已停用", "Inactive"),
} as const;

export const peopleProblems = problems("people", {
  signInFailed: { status: 401, words: words("账号或密码不正确。", "The account or the password is not right.") },
  codeNeeded: { status: 401, words: words("请输入身份验证器上的六位验证码，或一个恢复码。", "Enter the six digits your authenticator shows, or a recovery code.") },
  codeWrong: { status: 401, words: words("验证码不正确或已用过，请等下一个。", "The code is not right or was used already. Wait for the next one.") },
  /** The same of somebody who is signed in already, and stays so. */
  ownCodeWrong: { status: 403, words: words("验证码不正确或已用过，请等下一个。", "The code is not right or was used already. Wait for the next one.") },
  tooManyAttempts: { status: 429, words: words("尝试次数过多，请在 {seconds} 秒后再试。", "Too many attempts. Try again in {seconds} seconds.") },
  passwordWrong: { status: 403, words: words("当前密码不正确。", "The current password is not right.") },
  passwordTooShort: {
    status: 422,
    words: words("密码至少 {least} 个字符，越长越好，可以是一句话。", "A password has at least {least} characters; longer is better, and a sentence will do."),
  },
  passwordTooLong: { status: 422, words: words("密码最多 {most} 个字符。", "A password has at most {most} characters.") },
  passwordGuessable: {
    status: 422,
    words: words("这个密码太常见，容易被猜到。请换一个，比如几个不相干的词。", "This password is among those tried first. Take another, such as a few unrelated words."),
  },
  passwordNamesYou: { status: 422, words: words("密码里不要出现您的账号、姓名或公司名。", "Keep your account, your name and the company's name out of the password.") },
  sessionNeeded: { status: 403, words: words("此操作须本人登录后进行，不能用接口令牌。", "This is done by a person who signed in, not by an API token.") },
  linkDead: {
    status: 410,
    words: words("链接无效、已过期或已使用。请向管理员索取新的链接。", "This link is not valid, has expired or was used. Ask an administrator for a new one."),
  },
  alreadySetUp: { status: 410, words: words("系统已完成初始设置，请直接登录。", "The system is set up already. Please sign in.") },
  personNotFound: { status: 404, words: words("没有这个人。", "No such person.") },
  sessionNotFound: { status: 404, words: words("没有这个登录。", "No such session.") },
  tokenNotFound: { status: 404, words: words("没有这个令牌。", "No such token.") },
  grantNotFound: { status: 404, words: words("没有这项授权。", "No such role assignment.") },
  loginTaken: { status: 409, words: words("账号“{login}”已被使用。", "The account name “{login}” is taken.") },
  emailNeeded: { status: 422, words: words("请填写电子邮箱，邀请要寄到那里。", "Enter an e-mail address for the invitation to go to.") },
  isActive: { status: 409, words: words("此人已能登录，不需要邀请。", "This person can sign in already and needs no invitation.") },
  isInactive: { status: 409, words: words("此人已停用，请先恢复。", "This person is inactive. Reactivate them first.") },
  lastAdministrator: { status: 409, words: words("这是最后一位管理员。请先指定另一位。", "This is the last administrator. Appoint another one first.") },
  ownAccount: { status: 409, words: words("不能停用自己的账号。", "You cannot deactivate your own account.") },
  beyondOwnRights: { status: 403, words: words("您不能授予或收回“{zh}”这个角色。", "The role “{en}” is not yours to give or take.") },
  roleHeld: { status: 409, words: words("此人在本项目已有这个角色。", "This person holds this role at the site already.") },
  tenantNeeded: { status: 422, words: words("租户经办人须指明租户。", "A tenant contact names their tenant.") },
  tenantNotNeeded: { status: 422, words: words("只有租户经办人才指明租户和权限。", "Only a tenant contact names a tenant and authorities.") },
  authoritiesOfContact: {
    status: 422,
    words: words("经办人的权限在租户的联系人资料中维护，不在邀请时填写。", "What a contact may do is kept with the contact, not given with the invitation."),
  },
  tenantNotHere: { status: 422, words: words("本项目没有这个租户或联系人。", "The site has no such tenant or contact.") },
  staffAndTenant: { status: 409, words: words("员工与租户经办人不能是同一个账号。", "One account cannot be staff and a tenant's contact at the same site.") },
  secondFactorOn: { status: 409, words: words("两步验证已开启。", "The second factor is on already.") },
  secondFactorOff: { status: 409, words: words("两步验证未开启。", "The second factor is off.") },
  tooManyTokens: { status: 409, words: words("令牌最多 {most} 个，请先删除不用的。", "At most {most} tokens. Remove one you no longer use.") },
  scopeBeyondRights: { status: 422, words: words("您自己没有“{scope}”权限。", "You do not hold the right “{scope}” yourself.") },
});

/** The refusal of a role that is not one's own to give or take, with its name in both languages. */
export const beyondOwnRights = (role: Role): Problem => peopleProblems.beyondOwnRights({ role, ...roleNames[role] });

/** What is written down about accounts. */
export const auditDeeds = {
  setUp: words("初始设置", "Set up"),
  signedIn: words("登录", "Signed in"),
  signInFailed: words("登录失败", "Sign-in failed"),
  accountLocked: words("多次失败，暂停登录", "Too many failures: made to wait"),
  signedOut: words("退出", "Signed out"),
  passwordChanged: words("修改密码", "Password changed"),
  passwordReset: words("用链接重设密码", "Password chosen anew by link"),
  resetAsked: words("请求重设密码链接", "Password link asked for"),
  emailChanged: words("修改电子邮箱", "E-mail changed"),
  secondFactorOn: words("开启两步验证", "Second factor turned on"),
  secondFactorOff: words("关闭两步验证", "Second factor turned off"),
  recoveryCodeUsed: words("使用恢复码", "Recovery code used"),
  recoveryCodesRenewed: words("更换恢复码", "Recovery codes renewed"),
  sessionsEnded: words("结束登录会话", "Sessions ended"),
  tokenMade: words("创建接口令牌", "API token made"),
  tokenEnded: words("收回接口令牌", "API token taken back"),
  invited: words("邀请", "Invited"),
  invitationAccepted: words("接受邀请", "Invitation accepted"),
  personChanged: words("修改资料", "Details changed"),
  madeAdministrator: words("设为管理员", "Made administrator"),
  noLongerAdministrator: words("取消管理员", "No longer administrator"),
  deactivated: words("停用", "Deactivated"),
  reactivated: words("恢复", "Reactivated"),
  unlocked: words("解除等待", "Wait lifted"),
} as const satisfies Record<string, Words>;
export type AuditDeed = keyof typeof auditDeeds;

/** What became of a mail. */
export const mailStateNames = {
  sent: words("已发送", "Sent"),
  kept: words("未发送，已存为文件", "Not sent, kept as a file"),
  failing: words("正在重试", "Being tried again"),
  failed: words("发送失败", "Failed"),
} as const satisfies Record<string, Words>;
export type MailState = keyof typeof mailStateNames;

/** Lengths in characters as people count them. Nothing is asked of their kinds; a long sentence is the best password. */
export const leastPasswordLength = 10;
export const mostPasswordLength = 128;

/** All that stands against `password` for somebody known by `names` (account, name, e-mail, company). It is judged as typed, never trimmed. */
export function whyNotPassword(password: string, names: readonly string[]): Problem[] {
  const length = [...password].length;
  return reasons(
    length < leastPasswordLength && peopleProblems.passwordTooShort({ least: leastPasswordLength }),
    length > mostPasswordLength && peopleProblems.passwordTooLong({ most: mostPasswordLength }),
    isGuessable(password) && peopleProblems.passwordGuessable(),
    namesOwner(password, names) && peopleProblems.passwordNamesYou(),
  );
}

/** Whether little remains of the password once the names and the product's own are taken out. */
function namesOwner(password: string, names: readonly string[]): boolean {
  const typed = password.toLowerCase();
  const parts = [...names, "towerkeep", "楼诺"].flatMap((name) => [name, ...name.split(/[\s@._-]+/)]).map((part) => part.toLowerCase());
  return parts.some((part) => [...part].length >= (/[^\x20-\x7e]/.test(part) ? 2 : 4) && typed.includes(part) && [...typed.replaceAll(part, "")].length < 8);
}

/**
 * Roles that the company appoints and no project manager: who audits the site, who answers for its fire safety by law, and counsel.
 * A manager who could appoint their own auditor would audit themselves.
 */
export const companyRoles: readonly Role[] = ["qualityOfficer", "fireResponsiblePerson", "legal"];

/** The roles somebody may give and take at a site, by the roles they hold there. Nobody gives more than they have. */
export function rolesToGive(held: readonly Role[], isAdministrator: boolean): Role[] {
  if (isAdministrator) return [...roles];
  if (held.includes("projectManager")) return roles.filter((role) => !companyRoles.includes(role));
  if (held.includes("serviceSupervisor")) return ["tenantContact"];
  return [];
}

export interface GrantDraft {
  readonly role: Role;
  readonly tenantId?: string | undefined;
  readonly contactId?: string | undefined;
  readonly authorities?: readonly Authority[] | undefined;
}

/** All that stands against giving `draft` to somebody who holds `held` at the site, by a giver who may give `givable`. */
export function whyNotGrant(draft: GrantDraft, held: readonly { readonly role: Role; readonly tenantId?: string | null | undefined }[], givable: readonly Role[]): Problem[] {
  const isContact = draft.role === "tenantContact";
  return reasons(
    !givable.includes(draft.role) && beyondOwnRights(draft.role),
    isContact && !draft.tenantId && peopleProblems.tenantNeeded(),
    !isContact && (draft.tenantId || draft.contactId || draft.authorities?.length) ? peopleProblems.tenantNotNeeded() : null,
    draft.contactId && draft.authorities?.length ? peopleProblems.authoritiesOfContact() : null,
    held.some(({ role, tenantId }) => role === draft.role && (tenantId ?? undefined) === draft.tenantId) && peopleProblems.roleHeld(),
    held.some(({ role }) => (role === "tenantContact") !== isContact) && peopleProblems.staffAndTenant(),
  );
}

/** How sign-in slows down: after `free` failures in a row each further one doubles the wait, from one minute to a quarter of an hour. */
export const accountGuard = { free: 5, firstWaitSeconds: 60, longestWaitSeconds: 900 } as const;
/** One address may fail for many accounts (an office behind one address), but not without end. */
export const addressGuard = { free: 30, firstWaitSeconds: 60, longestWaitSeconds: 900 } as const;

export interface Guard {
  readonly free: number;
  readonly firstWaitSeconds: number;
  readonly longestWaitSeconds: number;
}

/** Seconds to wait after the `failures`-th failure in a row. */
export function waitAfter(failures: number, guard: Guard): number {
  const beyond = failures - guard.free;
  return beyond < 0 ? 0 : Math.min(guard.longestWaitSeconds, guard.firstWaitSeconds * 2 ** Math.min(beyond, 20));
}

/** How long things live. A session ends when nobody used it for `sessionIdleHours`, and after `sessionDays` in any case. */
export const lifetimes = { sessionIdleHours: 12, sessionDays: 7, setupHours: 24, invitationDays: 7, resetMinutes: 60, mostTokenDays: 366 } as const;
export const mostSessions = 20;
export const mostTokens = 20;
