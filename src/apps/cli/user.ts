import { findAccount, invitePerson, listAccounts, sendReset, unlockPerson } from "#features/people/server/index.ts";
import { peopleProblems, personStateNames } from "#features/people/rules.ts";
import { words } from "#kernel/words.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Context } from "#platform/context.ts";
import { systemActor } from "#platform/runtime.ts";
import { type Call, type Command, inWords, say, textOf, UsageError } from "./command.ts";
import { withRuntime } from "./runtime.ts";

export const userCommand: Command = {
  name: "user",
  usage: "list | add <account> --name <name> [--email <address>] [--administrator] | reset <account> | unlock <account>",
  summary: words("人员：列出、增加、重设密码、解锁", "People: list, add, reset a password, unlock"),
  help: words(
    "list 列出所有账号；add 增加一个人（--administrator 为管理员）并给出邀请链接；reset 给出重设密码的链接，不绕过两步验证；unlock 让输错密码的人立即再试。密码从不出现在命令行里。",
    "list shows every account; add makes a person (an administrator with --administrator) and prints an invitation link; reset prints a link to choose a new password and does not bypass the second factor; unlock lets somebody who mistyped try again at once. No password ever stands on the command line.",
  ),
  options: { name: { type: "string" }, email: { type: "string" }, administrator: { type: "boolean" }, language: { type: "string" } },
  async run(call) {
    const [deed = "", login] = call.positionals;
    const run = deeds[deed];
    if (!run) throw new UsageError(inWords(words("请说明要做什么。", "Say what to do.")));
    await withRuntime(call.config, (runtime) => runtime.across([], { actor: systemActor }, (ctx) => run(ctx, call, login)));
  },
};

const deeds: Readonly<Record<string, (ctx: Context, call: Call, login: string | undefined) => Promise<void>>> = {
  async list(ctx) {
    for (const { login, name, state, isAdministrator, isLocked } of await listAccounts(ctx)) {
      const marks = [personStateNames[state], ...(isAdministrator ? [words("管理员", "administrator")] : []), ...(isLocked ? [words("已锁定", "locked")] : [])];
      console.log([login ?? "-", name, marks.map(inWords).join(", ")].join("\t"));
    }
  },
  async add(ctx, call, login) {
    const name = textOf(call, "name");
    if (!login || !name) throw new UsageError(inWords(words("请写明账号与 --name。", "Give an account and --name.")));
    const email = textOf(call, "email");
    const language = textOf(call, "language") === "en" ? "en" : "zh";
    const invited = await invitePerson(ctx, { login, name, language, isAdministrator: call.values["administrator"] === true, ...(email ? { email } : {}) }, { byHand: true });
    printLink(call, invited);
  },
  async reset(ctx, call, login) {
    printLink(call, await sendReset(ctx, (await known(ctx, login)).id, { byHand: true }));
  },
  async unlock(ctx, _call, login) {
    await unlockPerson(ctx, (await known(ctx, login)).id);
    say(words("已解锁。", "Unlocked."));
  },
};

async function known(ctx: Context, login: string | undefined) {
  if (!login) throw new UsageError(inWords(words("请写明账号。", "Give an account.")));
  const account = await findAccount(ctx, login);
  if (!account) throw new Refusal(peopleProblems.personNotFound());
  return account;
}

function printLink({ config }: Call, { link }: { readonly link: string | null }): void {
  say(words("请把这个链接交给本人；它只能使用一次：", "Hand this link to the person; it works once:"));
  console.log(`${config.publicUrl ?? `http://${config.host}:${config.port}`}${link}`);
}
