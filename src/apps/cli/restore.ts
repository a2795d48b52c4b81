import path from "node:path";
import { words } from "#kernel/words.ts";
import { restore } from "#platform/db/restore.ts";
import { openFileStore } from "#platform/files/store.ts";
import { type Command, inWords, progress, say, UsageError, withDatabase } from "./command.ts";

export const restoreCommand: Command = {
  name: "restore",
  usage: "<folder>",
  summary: words("将备份恢复到空数据库", "Put a backup into an empty database"),
  help: words(
    "先核对校验和，再恢复到空数据库，逐表比对行数与校验和，最后升级到本版本。请先停止服务。",
    "Checks the sums, fills an empty database, compares every table's rows and sum, then brings it to this release. Stop the server first.",
  ),
  async run({ config, positionals }) {
    const [folder] = positionals;
    if (!folder) throw new UsageError(inWords(words("请给出备份文件夹。", "Name the folder of the backup.")));
    const kept = await withDatabase(config, (url) =>
      restore({ url, folder: path.resolve(folder), files: openFileStore(config.files), onProgress: progress(words("恢复", "Restoring")) }),
    );
    const rows = kept.tables.reduce((sum, table) => sum + table.rows, 0);
    say(words(`已恢复 ${rows} 行与 ${kept.files.length} 个文件，逐表比对一致。`, `Restored ${rows} rows and ${kept.files.length} files; every table compares equal.`));
    say(words("请再运行 towerkeep verify 核对证据链。", "Run towerkeep verify to check the evidence as well."));
  },
};
