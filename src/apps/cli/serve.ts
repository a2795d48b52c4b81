import { words } from "#kernel/words.ts";
import { serve } from "#apps/server/serve.ts";
import { type Command, inWords, say } from "./command.ts";
import { sayAccounts } from "./seed.ts";

export const serveCommand: Command = {
  name: "serve",
  usage: "",
  summary: words("启动服务", "Start the server"),
  help: words(
    "启动数据库（未设 DATABASE_URL 时）、网页、接口与后台作业，直到收到 SIGTERM 或 Ctrl-C。",
    "Starts the database where DATABASE_URL is not set, the screens, the API and the jobs, until SIGTERM or Ctrl-C.",
  ),
  async run({ config }) {
    const server = await serve(config);
    const ended = new Promise<void>((resolve) => {
      for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => resolve());
    });
    if (server.setupPath)
      say(words(`首次使用，请打开一次性链接：${server.address}${server.setupPath}`, `First use: open this link, it works once: ${server.address}${server.setupPath}`));
    if (config.demo) sayAccounts();
    say(words(`楼诺已就绪：${server.address}`, `Towerkeep is ready: ${server.address}`));
    await ended;
    await server.stop();
  },
};
