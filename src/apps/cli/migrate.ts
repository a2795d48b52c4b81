import { words } from "#kernel/words.ts";
import { migrate } from "#platform/db/migrate.ts";
import { type Command, say, withDatabase } from "./command.ts";

export const migrateCommand: Command = {
  name: "migrate",
  usage: "",
  summary: words("将数据库升级到本版本", "Bring the database to this release"),
  help: words("应用尚未应用的迁移；可重复运行，也可同时运行。", "Applies every migration not applied yet; may be repeated, and run twice at once."),
  async run({ config }) {
    const applied = await withDatabase(config, (url) => migrate(url));
    for (const { number, name } of applied) console.log(`${String(number).padStart(6, "0")} ${name}`);
    say(applied.length > 0 ? words(`已应用 ${applied.length} 个迁移。`, `Applied ${applied.length} migrations.`) : words("数据库已是最新。", "The database is up to date."));
  },
};
