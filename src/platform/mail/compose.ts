import type { Language, Words } from "#kernel/words.ts";

/** A letter in one language. Every part is plain text; `action` leads to a page of ours. */
export interface Letter {
  readonly subject: Words;
  readonly greeting?: Words;
  readonly paragraphs: readonly Words[];
  /** `path` begins with a slash and may carry a secret behind its hash. */
  readonly action?: { readonly label: Words; readonly path: string };
  readonly footnote?: Words;
}

/** Stands for the public address in a mail; the job that sends it puts the address in its place. */
export const publicAddress = "{publicAddress}";

/** The subject, plain text and simple HTML of a letter, ready for `sendMail`. */
export function composeMail(language: Language, { subject, greeting, paragraphs, action, footnote }: Letter): { subject: string; text: string; html: string } {
  const lines = [greeting, ...paragraphs].filter((line) => line !== undefined).map((line) => line[language]);
  const link = action ? `${publicAddress}${action.path}` : undefined;
  const label = action?.label[language] ?? "";
  const foot = footnote?.[language];
  const text = [...lines, ...(link ? [`${label}\n${link}`] : []), ...(foot ? [`— ${foot}`] : [])].join("\n\n");
  const body = [
    ...lines.map((line) => `<p>${escaped(line).replaceAll("\n", "<br>")}</p>`),
    ...(link ? [`<p><a href="${escaped(link)}" style="${buttonStyle}">${escaped(label)}</a></p>`, `<p style="${smallStyle}">${escaped(link)}</p>`] : []),
    ...(foot ? [`<p style="${smallStyle}">${escaped(foot)}</p>`] : []),
  ];
  const html = `<!doctype html><html lang="${language === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8"></head><body style="${bodyStyle}">${body.join("")}</body></html>`;
  return { subject: subject[language], text, html };
}

const bodyStyle = "font:16px/1.6 -apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;color:#1f2329;max-width:36em;margin:0 auto;padding:24px";
const buttonStyle = "display:inline-block;background:#0958d9;color:#fff;text-decoration:none;border-radius:6px;padding:10px 20px";
const smallStyle = "font-size:13px;color:#5c6370;word-break:break-all";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
