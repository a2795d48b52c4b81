import { words, type Words } from "#kernel/words.ts";
import type { Context } from "#platform/context.ts";
import type { PageContent, PublicPage } from "#platform/feature.ts";
import { Html, html } from "#platform/http/html.ts";
import { type PermitState, permitStates } from "../rules.ts";
import { type DoorView, permitAtDoor } from "../server/door.ts";

/** `/works-permit/<code>`: what the code on the door of the works says today, on one light page for whoever scans it. */
export const permitPages: readonly PublicPage[] = [{ path: "/works-permit/{code}", ratePerMinute: 60, render: (ctx, { params }) => permitPage(ctx, params["code"] ?? "") }];

const text = {
  title: words("施工许可证查验", "Works permit"),
  language: words("English", "中文"),
  unknown: words("没有这张许可证。现场如有施工，请联系物业服务中心。", "There is no such permit. If works go on here, tell the property office."),
  today: words("今天", "Today"),
  permit: words("许可证号", "Permit"),
  site: words("项目", "Site"),
  place: words("施工地点", "Place"),
  valid: words("有效期", "Valid"),
  hours: words("施工时间", "Hours"),
  staff: words("工作人员请登录系统记录巡查。", "Staff: sign in to record a patrol."),
} as const satisfies Record<string, Words>;

async function permitPage(ctx: Context, code: string): Promise<PageContent> {
  const permit = await permitAtDoor(ctx, code);
  const language = ctx.language;
  const say = (said: Words): string => said[language];
  const body = permit ? shown(permit, say) : html`<p class="state stopped" role="status">${say(text.unknown)}</p>`;
  const other = language === "zh" ? "en" : "zh";
  const page = html`<!doctype html>
    <html lang="${language === "zh" ? "zh-CN" : "en"}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${say(text.title)}</title>
        <link rel="icon" href="data:," />
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body>
        <header><strong>${say(text.title)}</strong><a href="?lang=${other}" lang="${other}">${say(text.language)}</a></header>
        <main>${body}</main>
      </body>
    </html>`;
  return { status: permit ? 200 : 404, body: page.text };
}

const shown = ({ site, permitNo, place, from, to, hours, state, today }: DoorView, say: (said: Words) => string): Html =>
  html`<p class="state ${tones[state]}" role="status">${say(permitStates[state])}</p>
    <dl>
      <dt>${say(text.place)}</dt>
      <dd class="large">${place}</dd>
      <dt>${say(text.permit)}</dt>
      <dd>${permitNo}</dd>
      <dt>${say(text.valid)}</dt>
      <dd>${from.toString()} – ${to.toString()}</dd>
      <dt>${say(text.hours)}</dt>
      <dd>${hours}</dd>
      <dt>${say(text.site)}</dt>
      <dd>${site}</dd>
      <dt>${say(text.today)}</dt>
      <dd>${today.toString()}</dd>
    </dl>
    <p class="quiet">${say(text.staff)}</p>`;

const tones = { valid: "valid", notYet: "waits", stopped: "stopped", expired: "stopped", ended: "stopped" } as const satisfies Record<PermitState, string>;

const style = `
:root { color-scheme: light; font: 17px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif; color: #1f2329; background: #f4f5f7; }
body { margin: 0; }
header { display: flex; justify-content: space-between; padding: 12px 16px; background: #fff; border-bottom: 1px solid #dcdfe4; }
header a { color: #0958d9; padding: 2px 6px; }
main { max-width: 560px; margin: 0 auto; padding: 16px; background: #fff; box-sizing: border-box; min-height: 70vh; }
.state { padding: 20px 18px; border-radius: 8px; border-left: 8px solid; font-size: 24px; font-weight: 700; margin: 8px 0 20px; }
.valid { background: #eaf7ee; border-color: #1a7f37; color: #10522a; }
.waits { background: #fff8e5; border-color: #9a6700; color: #5c3e00; }
.stopped { background: #fdecea; border-color: #b42318; color: #7a1a12; }
dl { display: grid; grid-template-columns: max-content 1fr; margin: 0; border-top: 1px solid #e8eaed; }
dt, dd { padding: 9px 0; border-bottom: 1px solid #e8eaed; margin: 0; overflow-wrap: anywhere; }
dt { color: #4e5560; padding-right: 18px; }
.large { font-size: 20px; font-weight: 600; }
.quiet { color: #4e5560; font-size: 15px; }
:focus-visible { outline: 3px solid #69a7ff; outline-offset: 2px; }
`;
