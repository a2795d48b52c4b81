import { type Finding, findingWords, type Verdict } from "#features/evidence/rules.ts";
import { factById, keepVerification, sealHeads } from "#features/evidence/server/index.ts";
import type { Id } from "#kernel/id.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { systemActor } from "#platform/runtime.ts";
import { type Command, inWords, say, textOf, UsageError } from "./command.ts";
import { withRuntime } from "./runtime.ts";

export const verifyCommand: Command = {
  name: "verify",
  usage: "[--site <code> [--head <number>:<hash>]]",
  summary: words("核对证据：哈希、封存树与封存链", "Check the evidence: hashes, trees and chain"),
  help: words(
    "逐个项目重新计算每条记录的哈希、每个封存的树和封存链，并指出被改动、删除、插入的记录。--head 给出以前另行抄存的封存，核对整条链没有被重写。发现问题时退出码为 1。",
    "Recomputes, site by site, every record's hash, every seal's tree and the chain, and names what was changed, removed or inserted. --head names a seal noted down earlier, and shows that the chain was not rewritten since. Exits with 1 when anything is wrong.",
  ),
  options: { site: { type: "string" }, head: { type: "string" } },
  async run(call) {
    const code = textOf(call, "site");
    const noted = /^(\d{1,9}):([0-9a-f]{64})$/.exec(textOf(call, "head") ?? "");
    if (textOf(call, "head") && (!noted || !code))
      throw new UsageError(inWords(words("--head 写作 编号:哈希，并须给出 --site。", "--head is written number:hash, and needs --site.")));
    await withRuntime(call.config, async (runtime) => {
      const { rows: sites } = await runtime.pool.query<{ id: Id<"site">; code: string; name: string }>("select id, code, name from sites.site order by code");
      const chosen = code ? sites.filter((site) => site.code === code) : sites;
      if (code && chosen.length === 0) throw new UsageError(inWords(words(`没有代码为 ${code} 的项目。`, `No site has the code ${code}.`)));
      for (const site of chosen) {
        await runtime.at(site.id, { actor: systemActor }, async (ctx) => {
          await report(ctx, `${site.code} ${site.name}`, await keepVerification(ctx));
          if (noted) await compareHead(ctx, Number(noted[1]), noted[2] ?? "");
        });
      }
    });
  },
};

async function report(ctx: SiteContext, name: string, { facts, unsealed, seals, head, findings, isCutShort }: Verdict): Promise<void> {
  const counted = words(`${facts} 条记录，${seals} 个封存，${unsealed} 条待封存`, `${facts} records, ${seals} seals, ${unsealed} not sealed yet`);
  if (findings.length === 0) {
    console.log(`✓ ${name}: ${inWords(counted)}`);
    if (head) console.log(`  #${head.number} ${head.hash}`);
    return;
  }
  process.exitCode = 1;
  console.log(`✗ ${name}: ${inWords(counted)}`);
  for (const finding of findings) console.log(`  ${inWords(findingWords[finding.kind])}: ${await placeOf(ctx, finding)}`);
  if (isCutShort) say(words("  还有更多，未列出。", "  There is more, not listed."));
}

/** Whether the seal that somebody noted down is still the one in the chain. */
async function compareHead(ctx: SiteContext, number: number, hash: string): Promise<void> {
  const [seal] = await sealHeads(ctx, [number]);
  if (seal?.hash === hash) return say(words(`  封存 #${number} 与所抄存的一致。`, `  Seal #${number} is the one that was noted.`));
  process.exitCode = 1;
  say(words(`  封存 #${number} 与所抄存的不同：封存链被重写过。`, `  Seal #${number} is not the one that was noted: the chain was rewritten.`));
}

/** Which record, with its deed and subject where it still stands, and which seal. */
async function placeOf(ctx: SiteContext, finding: Finding): Promise<string> {
  const seal = finding.seal === null ? "" : ` #${finding.seal}`;
  if (!("factId" in finding)) return seal.trim();
  const fact = finding.kind === "factRemoved" ? undefined : await factById(ctx, finding.factId);
  return `${finding.factId}${seal}${fact ? ` ${fact.name} ${fact.subject.kind} ${fact.subject.id}` : ""}`;
}
