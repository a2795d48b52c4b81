import { roleNames } from "#kernel/role.ts";
import { words } from "#kernel/words.ts";
import { cast, demoPassword, tenantLogin } from "#apps/demo/cast.ts";
import { seedDemo } from "#apps/demo/seed.ts";
import { currentInstant } from "#platform/runtime.ts";
import { type Command, inWords, say, UsageError } from "./command.ts";
import { withRuntime } from "./runtime.ts";

export const seedCommand: Command = {
  name: "seed",
  usage: "",
  summary: words("在空数据库中生成演示大厦", "Fill an empty database with the demo building"),
  help: words(
    "用真实命令在模拟时钟下生成一座大厦、租户与八周前台记录。数据库须为空。",
    "Makes a tower, its tenants and eight weeks at the desk, by the real commands under a simulated clock. The database must be empty.",
  ),
  async run({ config }) {
    await withRuntime(config, async (runtime) => {
      if ((await runtime.everySite()).length > 0) throw new UsageError("数据库不为空。The database is not empty.");
      const { deeds } = await seedDemo(runtime, { now: currentInstant(), zone: config.zone });
      say(words(`已生成演示大厦，共 ${deeds} 步操作。`, `The demo building is there: ${deeds} deeds.`));
      sayAccounts();
    });
  },
};

/** Says who may sign in to the demo, and how: one line for each. */
export function sayAccounts(): void {
  const accounts = [...cast, { login: tenantLogin, role: "tenantContact" as const }];
  for (const { login, role } of accounts) console.log(`  ${login.padEnd(17)}${inWords(roleNames[role])}`);
  say(words(`演示账号如上，密码均为 ${demoPassword}`, `The demo's accounts are above; the password of each is ${demoPassword}`));
}
