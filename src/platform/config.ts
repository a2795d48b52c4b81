import path from "node:path";
import { z } from "zod";
import { type Words, words } from "#kernel/words.ts";

export type FileStore =
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "s3"; readonly bucketUrl: string; readonly region: string; readonly keyId: string; readonly key: string };

export interface Config {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Where people reach the product; undefined: at `host` and the port it got. */
  readonly publicUrl: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly ratePerMinute: number;
  readonly dataFolder: string;
  /** Undefined: the embedded server in `dataFolder`. */
  readonly databaseUrl: string | undefined;
  /** A direct connection for LISTEN and the job queue, where `databaseUrl` leads through a pooler. */
  readonly listenUrl: string | undefined;
  readonly poolSize: number;
  readonly namedStatements: boolean;
  readonly demo: boolean;
  readonly zone: string;
  readonly mail: { readonly url: string; readonly from: string } | undefined;
  readonly files: FileStore;
  /** Undefined: a file in `dataFolder`. */
  readonly secret: string | undefined;
  readonly logLevel: LogLevel;
  /** Undefined: `/metrics` answers this machine alone. */
  readonly metricsToken: string | undefined;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "silent"] as const;
type LogLevel = (typeof logLevels)[number];

interface Variable<S extends z.ZodType = z.ZodType> {
  /** From the text of the environment to the value. */
  readonly value: S;
  /** As it would be written; undefined when there is none. */
  readonly default: string | undefined;
  readonly expects: Words;
  readonly about: Words;
  readonly isSecret?: true;
}

const variable = <S extends z.ZodType>(declared: Variable<S>): Variable<S> => declared;

const wholeNumber = (least: number, most: number) => ({
  value: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(least).max(most)),
  expects: words(`${least} 到 ${most} 的整数`, `a whole number from ${least} to ${most}`),
});
const yesOrNo = { value: z.enum(["0", "1"]).transform((text) => text === "1"), expects: words("0 或 1", "0 or 1") };
const addressOf = (...schemes: readonly string[]) => ({
  value: z.string().refine((text) => schemes.includes(URL.parse(text)?.protocol.slice(0, -1) ?? ""), "scheme"),
  expects: words(`以 ${schemes.map((scheme) => `${scheme}://`).join(" 或 ")} 开头的地址`, `an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(" or ")}`),
});
const text = { value: z.string(), expects: words("非空文字", "some text") };

/** Every variable there is. Another name that begins with TOWERKEEP_ is refused: it can only be a slip. */
export const variables = {
  HOST: variable({ ...text, default: "127.0.0.1", about: words("监听的地址；放在反向代理之后时保持默认", "Address to listen on; leave it as it is behind a reverse proxy") }),
  PORT: variable({ ...wholeNumber(0, 65_535), default: "3000", about: words("监听的端口；0 表示任一空闲端口", "Port to listen on; 0 takes any free one") }),
  TOWERKEEP_URL: variable({
    ...addressOf("http", "https"),
    default: undefined,
    about: words("用户访问的公开地址，用于邮件与打印件中的链接；默认由 HOST 与 PORT 得出", "Public address, for links in mail and on paper; made of HOST and PORT by default"),
  }),
  TOWERKEEP_TRUSTED_PROXIES: variable({
    value: z.string().transform((list) =>
      list
        .split(",")
        .map((item) => item.trim())
        .filter(Boolean),
    ),
    expects: words("逗号分隔的地址或网段", "addresses or networks, separated by commas"),
    default: "",
    about: words("可信反向代理的地址，其 X-Forwarded-* 头才会被采信", "Reverse proxies whose X-Forwarded-* headers are believed"),
  }),
  TOWERKEEP_RATE_LIMIT: variable({ ...wholeNumber(10, 1_000_000), default: "1200", about: words("每个地址每分钟的请求上限", "Requests one address may make in a minute") }),
  TOWERKEEP_DATA: variable({ ...text, default: "./data", about: words("内置数据库与文件所在的文件夹", "Folder for the embedded database and the files") }),
  DATABASE_URL: variable({
    ...addressOf("postgres", "postgresql"),
    default: undefined,
    isSecret: true,
    about: words("使用现有的 PostgreSQL（15 或更高），代替内置数据库", "A PostgreSQL of your own, 15 or newer, instead of the embedded one"),
  }),
  DATABASE_LISTEN_URL: variable({
    ...addressOf("postgres", "postgresql"),
    default: undefined,
    isSecret: true,
    about: words("不经连接池的直连地址，用于 LISTEN 与作业队列；默认同 DATABASE_URL", "Direct connection past a pooler, for LISTEN and the job queue; DATABASE_URL by default"),
  }),
  TOWERKEEP_POOL: variable({ ...wholeNumber(2, 500), default: "20", about: words("每个进程的数据库连接数上限", "Most database connections of one process") }),
  TOWERKEEP_NAMED_STATEMENTS: variable({
    ...yesOrNo,
    default: "1",
    about: words("是否使用具名预备语句；经事务模式的连接池时设为 0", "Prepare statements by name; 0 behind a pooler in transaction mode"),
  }),
  TOWERKEEP_DEMO: variable({ ...yesOrNo, default: "0", about: words("在空数据库中生成演示大厦", "Fill an empty database with the demo building") }),
  TOWERKEEP_TZ: variable({
    value: z.string().refine(isZone, "zone"),
    expects: words("IANA 时区名，例如 Asia/Shanghai", "the IANA name of a time zone, such as Asia/Shanghai"),
    default: "Asia/Shanghai",
    about: words("新项目的默认时区", "Time zone a new site starts with"),
  }),
  TOWERKEEP_MAIL_URL: variable({
    ...addressOf("smtp", "smtps"),
    default: undefined,
    isSecret: true,
    about: words(
      "发信服务器，例如 smtps://user:password@smtp.example.com；不设则不发邮件",
      "Mail server, such as smtps://user:password@smtp.example.com; without it no mail is sent",
    ),
  }),
  TOWERKEEP_MAIL_FROM: variable({
    value: z.string().regex(/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/),
    expects: words("发件人，例如 楼诺 <service@example.com>", "a sender, such as Towerkeep <service@example.com>"),
    default: undefined,
    about: words("发件人；设了 TOWERKEEP_MAIL_URL 时必填", "Sender; needed with TOWERKEEP_MAIL_URL"),
  }),
  TOWERKEEP_FILES: variable({
    ...text,
    default: undefined,
    about: words(
      "文件存放处：文件夹，或 S3 存储桶的 https:// 地址；默认为 TOWERKEEP_DATA 下的 files",
      "Where files are kept: a folder, or the https:// address of an S3 bucket; `files` in TOWERKEEP_DATA by default",
    ),
  }),
  TOWERKEEP_FILES_REGION: variable({ ...text, default: "us-east-1", about: words("S3 区域", "Region of the S3 bucket") }),
  TOWERKEEP_FILES_KEY_ID: variable({ ...text, default: undefined, about: words("S3 访问密钥 ID", "Access key id of the S3 bucket") }),
  TOWERKEEP_FILES_KEY: variable({ ...text, default: undefined, isSecret: true, about: words("S3 访问密钥", "Secret access key of the S3 bucket") }),
  TOWERKEEP_SECRET: variable({
    value: z.string().min(32),
    expects: words("至少 32 个字符", "at least 32 characters"),
    default: undefined,
    isSecret: true,
    about: words(
      "封存签章私钥的密钥，多台服务器须相同；默认首次启动时生成于 TOWERKEEP_DATA 下的 secret.key，备份不含此文件",
      "Seals the keys that sign documents, the same on every server; by default made at the first start as `secret.key` in TOWERKEEP_DATA, which no backup holds",
    ),
  }),
  TOWERKEEP_LOG_LEVEL: variable({
    value: z.enum(logLevels),
    expects: words(logLevels.join("、"), logLevels.join(", ")),
    default: "info",
    about: words("日志级别", "Level of the log"),
  }),
  TOWERKEEP_METRICS_TOKEN: variable({
    ...text,
    default: undefined,
    isSecret: true,
    about: words("读取 /metrics 所需的令牌；不设则只回答本机", "Token that /metrics asks for; without it only this machine is answered"),
  }),
} as const satisfies Record<string, Variable>;

type Name = keyof typeof variables;
type ValueOfName<N extends Name> = z.output<(typeof variables)[N]["value"]>;
const names = Object.keys(variables) as Name[];

/** Thrown with one message that names every wrong variable, in both languages. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(["配置有误，没有启动。The configuration is wrong; nothing was started.", ...faults.map((fault) => `  ${fault}`)].join("\n"));
    this.name = "ConfigError";
  }
}

/** The configuration as the environment gives it. An empty variable counts as absent. Refuses with `ConfigError`. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = unknownNames(environment);
  const get = <N extends Name>(name: N): ValueOfName<N> | undefined => {
    const { value, expects, default: fallback, isSecret } = variables[name] as Variable;
    const given = environment[name]?.trim() || fallback;
    if (given === undefined) return undefined;
    const parsed = value.safeParse(given);
    if (parsed.success) return parsed.data as ValueOfName<N>;
    faults.push(say(name, isSecret ? undefined : given, words(`应为 ${expects.zh}`, `must be ${expects.en}`)));
    return undefined;
  };
  const needed = <N extends Name>(name: N, why: Name): ValueOfName<N> | undefined => {
    if (!environment[name]?.trim()) faults.push(say(name, undefined, words(`设了 ${why} 就必须设它`, `is needed with ${why}`)));
    return get(name);
  };
  // A value that is missing here is among the faults, and then nothing is returned.
  const sure = <N extends Name>(name: N) => get(name) as ValueOfName<N>;

  const mailUrl = get("TOWERKEEP_MAIL_URL");
  const dataFolder = path.resolve(sure("TOWERKEEP_DATA"));
  const databaseUrl = get("DATABASE_URL");
  const config: Config = {
    host: sure("HOST"),
    port: sure("PORT"),
    publicUrl: get("TOWERKEEP_URL")?.replace(/\/+$/, ""),
    trustedProxies: sure("TOWERKEEP_TRUSTED_PROXIES"),
    ratePerMinute: sure("TOWERKEEP_RATE_LIMIT"),
    dataFolder,
    databaseUrl,
    listenUrl: get("DATABASE_LISTEN_URL") ?? databaseUrl,
    poolSize: sure("TOWERKEEP_POOL"),
    namedStatements: sure("TOWERKEEP_NAMED_STATEMENTS"),
    demo: sure("TOWERKEEP_DEMO"),
    zone: sure("TOWERKEEP_TZ"),
    mail: mailUrl ? { url: mailUrl, from: needed("TOWERKEEP_MAIL_FROM", "TOWERKEEP_MAIL_URL") ?? "" } : undefined,
    files: fileStore(dataFolder),
    secret: get("TOWERKEEP_SECRET"),
    logLevel: sure("TOWERKEEP_LOG_LEVEL"),
    metricsToken: get("TOWERKEEP_METRICS_TOKEN"),
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return config;

  function fileStore(folder: string): FileStore {
    const where = get("TOWERKEEP_FILES") ?? path.join(folder, "files");
    if (!/^\w+:\/\//.test(where)) return { kind: "folder", folder: path.resolve(where) };
    if (!/^https?:\/\/[^/]+\/[^/]+/.test(where))
      faults.push(say("TOWERKEEP_FILES", where, words("应为文件夹，或 https://主机/存储桶", "must be a folder, or https://host/bucket")));
    return {
      kind: "s3",
      bucketUrl: where.replace(/\/+$/, ""),
      region: sure("TOWERKEEP_FILES_REGION"),
      keyId: needed("TOWERKEEP_FILES_KEY_ID", "TOWERKEEP_FILES") ?? "",
      key: needed("TOWERKEEP_FILES_KEY", "TOWERKEEP_FILES") ?? "",
    };
  }
}

function unknownNames(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith("TOWERKEEP_") && !(name in variables))
    .map((name) => {
      const near = names.filter((known) => distance(known, name) <= 3).sort((a, b) => distance(a, name) - distance(b, name))[0];
      return say(name, undefined, near ? words(`没有这个变量，是否想写 ${near}？`, `no such variable; did you mean ${near}?`) : words("没有这个变量", "no such variable"));
    });
}

const say = (name: string, given: string | undefined, { zh, en }: Words): string => `${name}${given === undefined ? "" : `=${given}`}: ${zh} / ${en}`;

function isZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** Letters to change, add or leave out to make one name of the other. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The page `docs/configuration.md`. */
export function describeConfiguration(): string {
  const rows = names.map((name) => {
    const { default: fallback, about, expects } = variables[name] as Variable;
    return `| \`${name}\` | ${fallback ? `\`${fallback}\`` : "–"} | ${about.zh}（${expects.zh}） | ${about.en} (${expects.en}) |`;
  });
  return [
    "# 配置 · Configuration",
    "",
    "全部通过环境变量设置。值有误或名称有误时，程序不启动，并一次指出所有问题。",
    "Everything is set by environment variables. With a wrong value or a wrong name nothing starts, and one message names them all.",
    "",
    "| 变量 Variable | 默认 Default | 说明 | Meaning |",
    "|---|---|---|---|",
    ...rows,
    "",
    "`TEST_DATABASE_URL`：测试使用该服务器，代替内置数据库。The tests use this server instead of an embedded one.",
    "",
    "本页由 `src/platform/config.ts` 生成。This page is printed from `src/platform/config.ts` (`npx vitest run src/platform/config.test.ts -u`).",
    "",
  ].join("\n");
}
