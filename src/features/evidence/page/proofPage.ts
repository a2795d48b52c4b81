import { readFileSync } from "node:fs";
import { Refusal } from "#kernel/problem.ts";
import type { Language, Words } from "#kernel/words.ts";
import type { Context } from "#platform/context.ts";
import type { PageContent, PublicPage } from "#platform/feature.ts";
import { Html, html } from "#platform/http/html.ts";
import { proofStateWords, sayCode } from "../rules.ts";
import { checkedProof, type CheckedProof } from "../server/proofs.ts";
import { text } from "./text.ts";

const ratePerMinute = 60;
const script = readFileSync(new URL("./checkFile.js", import.meta.url), "utf8");

/** `/verify/<code>`: what the holder of a paper may know, on one light page. */
export const proofPages: readonly PublicPage[] = [
  { path: "/verify", ratePerMinute, render: (ctx, { query }) => proofPage(ctx, query["code"]) },
  { path: "/verify/{code}", ratePerMinute, render: (ctx, { params }) => proofPage(ctx, params["code"] ?? "") },
  { path: "/verify/assets/check.js", ratePerMinute: 600, render: async () => ({ type: "text/javascript; charset=utf-8", body: script, isStatic: true }) },
];

async function proofPage(ctx: Context, typed: string | undefined): Promise<PageContent> {
  if (!typed) return { body: frame(ctx.language, "", form(ctx.language, "")) };
  try {
    const proof = await checkedProof(ctx, typed);
    return { body: frame(ctx.language, proof.code, outcome(ctx.language, proof)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const unknown = html`<p class="state broken" role="status">${text.unknown[ctx.language]}</p>
      ${form(ctx.language, typed.slice(0, 60))}`;
    return { status: 404, body: frame(ctx.language, "", unknown) };
  }
}

function outcome(language: Language, proof: CheckedProof): Html {
  const say = (either: string | Words) => (typeof either === "string" ? either : either[language]);
  const issuedAt = proof.issuedAt.toZonedDateTimeISO(proof.zone).toPlainDateTime().round("minute").toString().replace("T", " ").slice(0, 16);
  return html` <p class="state ${proof.state}" role="status">${proofStateWords[proof.state][language]}</p>
    <dl>
      <dt>${text.code[language]}</dt>
      <dd class="code">${sayCode(proof.code)}</dd>
      <dt>${text.document[language]}</dt>
      <dd>${say(proof.document)}</dd>
      <dt>${text.version[language]}</dt>
      <dd>${proof.version}</dd>
      <dt>${text.issuedAt[language]}</dt>
      <dd>${issuedAt}</dd>
    </dl>
    <h2>${text.onPaper[language]}</h2>
    <dl>
      ${proof.shown.map(
        ({ label, value }) =>
          html`<dt>${say(label)}</dt>
            <dd>${say(value) || "—"}</dd>`,
      )}
    </dl>
    <p class="quiet">${text.differs[language]}</p>
    ${proof.fileHashes.length > 0 && fileCheck(language, proof.fileHashes)}
    <p class="quiet">${text.how[language]}</p>`;
}

const fileCheck = (language: Language, hashes: readonly string[]) =>
  html` <h2>${text.file[language]}</h2>
    <div class="drop" data-hashes="${hashes.join(" ")}" data-same="${text.same[language]}" data-other="${text.other[language]}" data-insecure="${text.insecure[language]}">
      <span>${text.fileLead[language]}</span>
      <label class="choose">${text.choose[language]}<input type="file" accept="application/pdf,.pdf" /></label>
      <output aria-live="polite"></output>
    </div>
    <script src="/verify/assets/check.js" defer></script>`;

const form = (language: Language, typed: string) =>
  html` <p>${text.lead[language]}</p>
    <form action="/verify" method="get">
      <input type="hidden" name="lang" value="${language}" />
      <label for="code">${text.code[language]}</label>
      <input id="code" name="code" value="${typed}" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" required placeholder="XXXX-XXXX-XXXX-XXXX" />
      <button>${text.check[language]}</button>
    </form>`;

function frame(language: Language, code: string, body: Html): string {
  const other = language === "zh" ? "en" : "zh";
  return html`<!doctype html>
    <html lang="${language === "zh" ? "zh-CN" : "en"}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${text.title[language]} · ${text.product[language]}</title>
        <link rel="icon" href="data:," />
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body>
        <header><strong>${text.product[language]}</strong><a href="/verify${code ? `/${code}` : ""}?lang=${other}" lang="${other}">${text.language[language]}</a></header>
        <main>
          <h1>${text.title[language]}</h1>
          ${body}
        </main>
      </body>
    </html> `.text;
}

const style = `
:root { color-scheme: light; font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif; color: #1f2329; background: #f4f5f7; }
body { margin: 0; }
header { display: flex; justify-content: space-between; padding: 12px 20px; background: #fff; border-bottom: 1px solid #dcdfe4; }
header a { color: #0958d9; }
main { max-width: 640px; margin: 20px auto; padding: 8px 24px 24px; background: #fff; border: 1px solid #dcdfe4; border-radius: 8px; box-sizing: border-box; }
@media (max-width: 680px) { main { margin: 0; border: 0; border-radius: 0; padding: 4px 16px 24px; } }
h1 { font-size: 22px; margin: 16px 0 8px; }
h2 { font-size: 16px; margin: 24px 0 4px; }
dl { display: grid; grid-template-columns: minmax(96px, max-content) 1fr; margin: 8px 0; border-top: 1px solid #e8eaed; }
dt, dd { padding: 7px 0; border-bottom: 1px solid #e8eaed; margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
dt { color: #4e5560; padding-right: 16px; }
.code { font-family: ui-monospace, Menlo, Consolas, monospace; font-weight: 600; letter-spacing: 0.5px; }
.state, output { display: block; padding: 12px 14px; border-radius: 6px; border-left: 5px solid; font-weight: 600; }
output:empty { display: none; }
.intact { background: #eaf7ee; border-color: #1a7f37; color: #10522a; }
.awaiting { background: #fff8e5; border-color: #9a6700; color: #5c3e00; }
.broken { background: #fdecea; border-color: #b42318; color: #7a1a12; }
.quiet { color: #4e5560; font-size: 14px; }
.drop { display: grid; gap: 10px; padding: 14px; border: 1px dashed #8a919c; border-radius: 6px; }
/* The browser's own control speaks the browser's language, not the page's. */
.choose { justify-self: start; position: relative; padding: 8px 14px; border: 1px solid #8a919c; border-radius: 6px; background: #fff; cursor: pointer; }
.choose input { position: absolute; inset: 0; opacity: 0; cursor: pointer; }
.choose:focus-within { outline: 3px solid #69a7ff; outline-offset: 2px; }
form { display: grid; grid-template-columns: 1fr auto; gap: 8px; }
form label { grid-column: 1 / -1; }
input, button { font: inherit; padding: 9px 12px; border-radius: 6px; border: 1px solid #8a919c; min-width: 0; }
button { background: #0958d9; border-color: #0958d9; color: #fff; }
:focus-visible { outline: 3px solid #69a7ff; outline-offset: 2px; }
`;
