import type { ParseArgsOptionsConfig } from "node:util";
import type { Words } from "#kernel/words.ts";
import type { Config } from "#platform/config.ts";
import { startPostgres } from "#platform/db/embedded.ts";

/** One word of the command line. Its options are those of `parseArgs`; `--help` is every command's. */
export interface Command {
  readonly name: string;
  /** What follows the name: `<folder> [--yes]`. */
  readonly usage: string;
  readonly summary: Words;
  /** Printed by `--help` below the usage. */
  readonly help: Words;
  readonly options?: ParseArgsOptionsConfig;
  readonly run: (call: Call) => Promise<void>;
}

export interface Call {
  readonly config: Config;
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
}

/** Thrown for a command that was not called as its usage says. */
export class UsageError extends Error {}

/** In the language of the terminal; in both where it tells none of ours. */
export function inWords({ zh, en }: Words): string {
  const language = process.env["LC_ALL"] || process.env["LC_MESSAGES"] || process.env["LANG"] || "";
  if (language.startsWith("zh")) return zh;
  return language.startsWith("en") ? en : `${zh} ${en}`;
}

export const say = (words: Words): void => console.log(inWords(words));

/** The value of an option that takes text. */
export function textOf({ values }: Call, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}

/** Does `work` on the database of the configuration, starting the embedded server for as long as it takes where nobody else runs it. */
export async function withDatabase<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  if (config.databaseUrl) return work(config.databaseUrl);
  const server = await startPostgres({ dataFolder: config.dataFolder });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

/** Shows how far long work is, on one line that is written over; nothing where no terminal is. */
export function progress(label: Words): (done: number, all: number) => void {
  if (!process.stderr.isTTY) return () => {};
  return (done, all) => process.stderr.write(`\r${inWords(label)} ${Math.floor((100 * done) / Math.max(1, all))} %${done >= all ? "\n" : ""}`);
}
