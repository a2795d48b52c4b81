import { type Words, words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { composeMail, sendMail } from "#platform/mail/index.ts";
import { membersOf } from "#features/people/server/index.ts";
import { siteById } from "#features/sites/server/index.ts";
import { type Finding, findingWords, type Verdict } from "../rules.ts";

const mostListed = 20;

/** Tells who answers for the site by mail that its evidence was touched: the site manager and the quality officer. */
export async function raiseAlarm(ctx: SiteContext, { findings, isCutShort }: Verdict): Promise<void> {
  const { name } = await siteById(ctx);
  const members = [...(await membersOf(ctx, { role: "projectManager" })), ...(await membersOf(ctx, { role: "qualityOfficer" }))];
  const byAddress = new Map(members.flatMap((member) => (member.email ? [[member.email, member]] : [])));
  const more = isCutShort || findings.length > mostListed;
  for (const [to, member] of byAddress) {
    const letter = composeMail(member.language, {
      subject: words(`存证被动过 · ${name}`, `Evidence was touched · ${name}`),
      greeting: words(`${member.name}，您好：`, `Dear ${member.name},`),
      paragraphs: [
        words(`核验 ${name} 的存证时，发现以下问题：`, `Verifying the evidence of ${name} found:`),
        ...findings.slice(0, mostListed).map(sayFinding),
        ...(more ? [words("还有更多，请打开核验页面查看。", "There is more; see the verification page.")] : []),
      ],
      action: { label: words("打开存证核验", "Open the verification"), path: `/sites/${ctx.siteId}/evidence/verification` },
    });
    await ctx.enqueue(sendMail, { siteId: ctx.siteId, to, ...letter });
  }
}

function sayFinding(finding: Finding): Words {
  const { zh, en } = findingWords[finding.kind];
  const which = "factId" in finding ? ` ${finding.factId}` : "";
  return words(`${zh}${which}${finding.seal === null ? "" : `（封存 #${finding.seal}）`}`, `${en}${which}${finding.seal === null ? "" : ` (seal #${finding.seal})`}`);
}
