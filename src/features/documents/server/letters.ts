import { type Language, type Words, words } from "#kernel/words.ts";
import { composeMail } from "#platform/mail/index.ts";
import { signing } from "../rules.ts";

const ignoreIt = words(
  "如果您不清楚这份文书的来由，请不要打开链接，并联系物业服务中心。",
  "If you do not know what this is about, leave the link alone and speak to the property office.",
);

export const requestLetter = (
  language: Language,
  facts: { readonly name: string; readonly site: string; readonly title: Words; readonly label: string; readonly by: string; readonly path: string },
) =>
  composeMail(language, {
    subject: words(`请签署：${facts.title.zh}（${facts.label}）`, `Please sign: ${facts.title.en} (${facts.label})`),
    greeting: words(`${facts.name}，您好：`, `Dear ${facts.name},`),
    paragraphs: [
      words(
        `${facts.site} 的 ${facts.by} 请您签署《${facts.title.zh}》（${facts.label}）。请在手机或电脑上打开下面的链接，阅读全文后签名。`,
        `${facts.by} of ${facts.site} asks you to sign “${facts.title.en}” (${facts.label}). Open the link below on a phone or computer, read the document and sign.`,
      ),
      words(
        `签署时会向本邮箱发送 6 位验证码。链接只能签署一次，${signing.linkDays} 天内有效，请勿转发。`,
        `A six-digit code will be sent to this mailbox when you sign. The link signs once, within ${signing.linkDays} days; do not pass it on.`,
      ),
    ],
    action: { label: words("阅读并签署", "Read and sign"), path: facts.path },
    footnote: ignoreIt,
  });

export const codeLetter = (language: Language, facts: { readonly name: string; readonly title: Words; readonly code: string }) =>
  composeMail(language, {
    // Subjects are kept, bodies are not: the code stands in the body alone.
    subject: words(`签署验证码：${facts.title.zh}`, `Your signing code: ${facts.title.en}`),
    greeting: words(`${facts.name}，您好：`, `Dear ${facts.name},`),
    paragraphs: [
      words(`您正在签署《${facts.title.zh}》，验证码：${facts.code}`, `You are signing “${facts.title.en}”. Your code: ${facts.code}`),
      words(`${signing.codeMinutes} 分钟内有效。任何人向您索要此验证码都不要告知。`, `It works for ${signing.codeMinutes} minutes. Nobody from our side will ever ask you for it.`),
    ],
    footnote: ignoreIt,
  });
