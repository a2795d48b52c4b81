import { parseArgs } from "node:util";
import { Refusal, sayProblem } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import { ConfigError, readConfig } from "#platform/config.ts";
import { backupCommand } from "./backup.ts";
import { type Command, inWords, say, UsageError } from "./command.ts";
import { importCommand } from "./import.ts";
import { migrateCommand } from "./migrate.ts";
import { restoreCommand } from "./restore.ts";
import { seedCommand } from "./seed.ts";
import { serveCommand } from "./serve.ts";
import { userCommand } from "./user.ts";
import { verifyCommand } from "./verify.ts";

const commands: readonly Command[] = [serveCommand, migrateCommand, importCommand, seedCommand, backupCommand, restoreCommand, verifyCommand, userCommand];

const failed = 1;
const wronglyCalled = 2;
const wronglyConfigured = 78;

// After a failure half-opened connections would keep the process alive.
process.exit(await main(process.argv.slice(2)));

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (!name || name === "--help" || name === "help") {
    overview();
    return name ? 0 : wronglyCalled;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    console.error(inWords(words(`没有命令 ${name}。`, `There is no command ${name}.`)));
    overview();
    return wronglyCalled;
  }
  try {
    const { values, positionals } = parseArgs({ args, options: { ...command.options, help: { type: "boolean", short: "h" } }, allowPositionals: true });
    if (values["help"]) {
      say(command.help);
      console.log(`\n  towerkeep ${command.name} ${command.usage}`);
      return 0;
    }
    await command.run({ config: readConfig(process.env), positionals, values });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return complain(error, command);
  }
}

function overview(): void {
  console.log("towerkeep <command> [--help]\n");
  const width = Math.max(...commands.map(({ name }) => name.length));
  for (const { name, summary } of commands) console.log(`  ${name.padEnd(width)}  ${inWords(summary)}`);
}

function complain(error: unknown, command: Command): number {
  if (error instanceof ConfigError) {
    console.error(error.message);
    return wronglyConfigured;
  }
  if (error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS")) {
    console.error(`${(error as Error).message}\n\n  towerkeep ${command.name} ${command.usage}`);
    return wronglyCalled;
  }
  if (error instanceof Refusal) {
    for (const reason of error.reasons) console.error(inWords(words(sayProblem(reason, "zh"), sayProblem(reason, "en"))));
    return failed;
  }
  console.error(error instanceof Error && !process.env["DEBUG"] ? error.message : error);
  return failed;
}
