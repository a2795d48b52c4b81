import path from "node:path";
import { words } from "#kernel/words.ts";
import { backup } from "#platform/db/backup.ts";
import { openFileStore } from "#platform/files/store.ts";
import { currentInstant } from "#platform/runtime.ts";
import { type Command, progress, say, withDatabase } from "./command.ts";

export const backupCommand: Command = {
  name: "backup",
  usage: "[folder]",
  summary: words("在线备份数据库与文件", "Back up the database and the files while people work"),
  help: words(
    "将数据库与上传的文件按同一时刻写入一个新文件夹，附清单与校验和（sha256sum -c SHA256SUMS 可核对）。默认写入 TOWERKEEP_DATA 下的 backups。",
    "Writes the database and the uploaded files, as of one moment, into a new folder with a manifest and sums (sha256sum -c SHA256SUMS checks them). By default below `backups` in TOWERKEEP_DATA.",
  ),
  async run({ config, positionals }) {
    const madeAt = currentInstant();
    const name = madeAt.toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "");
    const folder = path.resolve(positionals[0] ?? path.join(config.dataFolder, "backups", name));
    const kept = await withDatabase(config, (url) => backup({ url, folder, files: openFileStore(config.files), madeAt, onProgress: progress(words("备份", "Backing up")) }));
    const rows = kept.tables.reduce((sum, table) => sum + table.rows, 0);
    say(
      words(`已备份 ${kept.tables.length} 张表共 ${rows} 行、${kept.files.length} 个文件：`, `Saved ${rows} rows of ${kept.tables.length} tables and ${kept.files.length} files:`),
    );
    console.log(folder);
  },
};
