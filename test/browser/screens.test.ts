import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoPassword, tenantLogin } from "#apps/demo/cast.ts";
import { seedDemo } from "#apps/demo/seed.ts";
import { type RunningServer, serve } from "#apps/server/serve.ts";
import { lookAtArrears } from "#features/arrears/server/index.ts";
import { addCharge, billById, issueBill } from "#features/billing/server/index.ts";
import { asId, newId } from "#kernel/id.ts";
import { type Language, words } from "#kernel/words.ts";
import { readConfig } from "#platform/config.ts";
import { currentInstant, systemActor } from "#platform/runtime.ts";
import { aFireLetter } from "#features/documents/samples.ts";
import { fireLetter, issueDocument, requestSignatures } from "#features/documents/server/index.ts";
import { issueReceipt, linePage, mapStatement, matchLine, raiseDeposit, runStatement, sheetView, statementById, uploadStatement } from "#features/payments/server/index.ts";
import { entityOfKind } from "#features/sites/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import type { SiteContext } from "#platform/context.ts";
import { freshDatabase, type FreshDatabase } from "#test/harness/database.ts";
import { barriers, launchBrowser, picture, scrollsSideways, settled, signIn, widths } from "./browser.ts";
import { chineseWords, collectHan } from "./speech.ts";

// Every screen there is, as the apps list them, each at a desk and on a phone in Chinese, and at a desk in English.
// SCREENS names a folder where pictures are kept.

interface Listed {
  readonly scope: "site" | "company" | "public";
  readonly path: string;
}

const zone = "Asia/Shanghai";
const pictures = process.env["SCREENS"];

let folder: string;
let database: FreshDatabase;
let server: RunningServer;
let browser: Browser;
let siteId: string;
/** A fire-safety letter waiting for the portal's contact to sign. */
let letter: { readonly documentId: string; readonly path: string };
/** A bill of the portal's contact. */
let billId: string;
/** What that contact's company paid, the statement it stood in, and what is held for it. */
let money: { readonly statementId: string; readonly paymentId: string; readonly depositId: string };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "towerkeep-screens-"));
  database = await freshDatabase();
  server = await serve(
    readConfig({ DATABASE_URL: database.url, HOST: "127.0.0.1", PORT: "0", TOWERKEEP_DATA: folder, TOWERKEEP_RATE_LIMIT: "1000000", TOWERKEEP_LOG_LEVEL: "silent" }),
  );
  ({ siteId } = await seedDemo(server.runtime, { now: currentInstant(), zone, weeks: 1, months: 2 }));
  letter = await letterToSign();
  billId = await billOfContact();
  money = await moneyOfContact();
  browser = await launchBrowser();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

for (const language of ["zh", "en"] as const)
  test(`every screen of the staff is without grave barriers, sideways scroll and errors, and speaks one language (${language})`, { timeout: 900_000 }, async () => {
    const screens = await screensOf("staff");
    expect(screens.length).toBeGreaterThan(40);
    const visit = await arrive(language);
    for (const { path: screen } of screens.filter(isPublic)) await visit.look(`/${screen}`);
    await signIn(visit.page, server.address, "manager", demoPassword);
    const params = await recordsSeenBy(visit.page);
    for (const { scope, path: screen } of screens.filter((each) => !isPublic(each))) await visit.look(addressOf("", scope, screen, params));
    await visit.page.context().close();
    expect(visit.complaints).toEqual([]);
  });

for (const language of ["zh", "en"] as const)
  test(`every screen of the tenants' portal is without grave barriers, sideways scroll and errors, and speaks one language (${language})`, { timeout: 300_000 }, async () => {
    const screens = await screensOf("portal");
    const visit = await arrive(language);
    for (const { path: screen } of screens.filter(isPublic)) await visit.look(`/portal/${screen}`);
    await signIn(visit.page, server.address, tenantLogin, demoPassword, "/portal/");
    const caseId = await report(visit.page);
    const own = await ownCases(visit.page);
    const inspectionId = (await read<{ items: { id: string }[] }>(visit.page, `/sites/${siteId}/handover/portal/inspections`)).items[0]?.id;
    for (const { scope, path: screen } of screens.filter((each) => !isPublic(each)))
      await visit.look(addressOf("/portal", scope, screen, { caseId, ...own, inspectionId, documentId: letter.documentId, billId, ...money }));
    await visit.page.context().close();
    expect(visit.complaints).toEqual([]);
  });

for (const login of ["desk", "technician"])
  test(`the first screen of ${login} is without grave barriers`, { timeout: 120_000 }, async () => {
    const visit = await arrive("zh");
    await signIn(visit.page, server.address, login, demoPassword);
    await visit.look(`/sites/${siteId}/home`);
    await visit.page.context().close();
    expect(visit.complaints).toEqual([]);
  });

test("the stacking plan prints on one A4 page", { timeout: 120_000 }, async () => {
  const { page } = await arrive("zh");
  await signIn(page, server.address, "manager", demoPassword);
  await page.goto(`${server.address}/sites/${siteId}/sites/plan`);
  await page.locator(".plan-unit").first().waitFor();
  await settled(page);
  const { numPages } = await getDocumentProxy(new Uint8Array(await page.pdf({ preferCSSPageSize: true })));
  await page.context().close();
  expect(numPages).toBe(1);
});

test("the desk finds who calls by the keyboard alone, with the button to register in sight (2.2.1-1)", { timeout: 120_000 }, async () => {
  const { page, complaints } = await arrive("zh");
  await signIn(page, server.address, "desk", demoPassword);
  await page.goto(`${server.address}/sites/${siteId}/service/take`);
  const save = page.getByRole("button", { name: "登记", exact: true });
  await save.waitFor();
  await settled(page);
  expect(await page.evaluate("document.documentElement.scrollHeight <= innerHeight")).toBe(true);
  await page.keyboard.type("shbd");
  await page.locator(".finder-item").first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".take-chosen").waitFor();
  await page.keyboard.type("十八层茶水间漏水");
  expect(await page.getByRole("textbox", { name: "事项" }).inputValue()).toBe("十八层茶水间漏水");
  await page.context().close();
  expect(complaints).toEqual([]);
});

async function billOfContact(): Promise<string> {
  return server.runtime.at(asId<"site">(siteId), { actor: systemActor }, async (ctx) => {
    const { tenant_id: tenantId } = await ctx.tx
      .selectFrom("people.role_grant")
      .select("tenant_id")
      .where("site_id", "=", ctx.siteId)
      .where("role", "=", "tenantContact")
      .executeTakeFirstOrThrow();
    const today = Temporal.Now.plainDateISO(zone);
    const days = { from: today.with({ day: 1 }), to: today, dueOn: today };
    const working = { rule: "byHand", inputs: {}, steps: [{ kind: "byHand", amount: 127_500, by: "王芳" }], rounding: "none" } as const;
    const id = newId<"charge">();
    const charge = {
      id,
      tenantId: asId<"tenant">(tenantId ?? ""),
      leaseId: null,
      feeItem: "overtimeAc",
      unitIds: [],
      amount: 127_500,
      working,
      source: { kind: "test", id },
      ...days,
    } as const;
    await addCharge(ctx, charge);
    return (await issueBill(ctx, { id: newId(), tenantId: charge.tenantId, chargeIds: [id] })).id;
  });
}

/** A statement of three lines of which one is booked with its receipt, and a deposit received and asked for. */
async function moneyOfContact(): Promise<typeof money> {
  const found = await server.runtime.at(asId<"site">(siteId), { actor: systemActor }, async (ctx) => {
    const contact = await ctx.tx
      .selectFrom("people.role_grant")
      .select("tenant_id")
      .where("site_id", "=", ctx.siteId)
      .where("role", "=", "tenantContact")
      .executeTakeFirstOrThrow();
    const person = await ctx.tx.selectFrom("people.role_grant").select("person_id").where("site_id", "=", ctx.siteId).where("role", "=", "finance").executeTakeFirstOrThrow();
    const tenantId = asId<"tenant">(contact.tenant_id ?? "");
    const { name } = await tenantById(ctx, tenantId);
    return { tenantId, name, personId: asId<"person">(person.person_id), entity: await entityOfKind(ctx, "property") };
  });
  const { tenantId, entity } = found;
  const actor = { kind: "person", personId: found.personId, name: "王芳", grants: [], isAdministrator: false } as const;
  const here = <T>(work: (ctx: SiteContext) => Promise<T>): Promise<T> => server.runtime.at(asId<"site">(siteId), { actor }, work);
  const today = Temporal.Now.plainDateISO(zone);
  const rows = [
    `${today.toString()},1275.00,${found.name},6222 0001,加时空调,A1`,
    `${today.toString()},88.00,王小明,6222 0002,代付,A2`,
    `${today.toString()},500.00,${found.name},6222 0001,物业费,A3`,
  ];
  const bytes = new TextEncoder().encode(["日期,收入,对方户名,对方账号,摘要,流水号", ...rows, "昨天,1,某人,,,A4"].join("\n"));
  const { id: statementId } = await here((ctx) => uploadStatement(ctx, entity.id, { name: "工行流水.csv", bytes }));
  const { mapping } = await here((ctx) => sheetView(ctx, statementId, { sheet: 0 }));
  await here((ctx) => mapStatement(ctx, statementId, mapping));
  await statementAt(statementId, "previewed");
  await here((ctx) => runStatement(ctx, statementId, { choice: "goodRows" }));
  await statementAt(statementId, "done");
  const { items } = await here((ctx) => linePage(ctx, { view: "open", search: "加时空调", limit: 10 }));
  const line = items.find(({ amount }) => amount === 127_500)!;
  const { lines } = await here((ctx) => billById(ctx, asId<"bill">(billId)));
  const paymentId = newId<"payment">();
  await here((ctx) => matchLine(ctx, line.id, { payments: [{ id: paymentId, tenantId, amount: line.amount, lines: lines.map(({ id, amount }) => ({ lineId: id, amount })) }] }));
  await here((ctx) => issueReceipt(ctx, paymentId));
  const raised = await here((ctx) =>
    raiseDeposit(ctx, { chargeId: newId(), tenantId, leaseId: null, feeItem: "fitoutDeposit", amount: 2_500_000, dueOn: today, reason: "二次装修" }),
  );
  return { statementId, paymentId, depositId: raised.deposit.id };
}

/** The server's own worker brings the statement there. */
async function statementAt(statementId: string, status: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const found = await server.runtime.at(asId<"site">(siteId), { actor: systemActor }, (ctx) => statementById(ctx, asId<"statement">(statementId)));
    if (found.status === status) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`The statement does not come to ${status}`);
}

async function letterToSign(): Promise<{ documentId: string; path: string }> {
  return server.runtime.at(asId<"site">(siteId), { actor: systemActor }, async (ctx) => {
    const contact = await ctx.tx
      .selectFrom("people.role_grant")
      .select(["tenant_id", "contact_id"])
      .where("site_id", "=", ctx.siteId)
      .where("role", "=", "tenantContact")
      .executeTakeFirstOrThrow();
    const { documentId } = await issueDocument(ctx, {
      kind: "handover.fireLetter",
      subject: { kind: "handover", id: newId(), label: "2026-001" },
      title: words("消防安全责任书", "Fire-safety letter"),
      tenantId: asId<"tenant">(contact.tenant_id ?? ""),
      template: { typst: fireLetter, data: aFireLetter() },
      signers: [
        { party: "tenant", partyName: "𠮷野家（䶮）餐饮管理有限公司", name: "王堃", contactId: asId<"contact">(contact.contact_id ?? ""), email: "wang@example.com" },
        { party: "property", partyName: "楼诺物业服务有限公司", name: "林涛" },
      ],
    });
    const [link] = await requestSignatures(ctx, documentId);
    return { documentId, path: link?.path ?? "" };
  });
}

test("on a phone a contact opens the signing link, enters the mailed code, reads, writes a signature and is told it is signed (2.1.1-3)", { timeout: 120_000 }, async () => {
  for (const language of ["zh", "en"] as const) {
    const { page, complaints } = await arrive(language);
    const say = (zh: string, en: string) => (language === "zh" ? zh : en);
    const keep = async (name: string) => {
      await settled(page);
      expect(await scrollsSideways(page)).toBe(false);
      expect((await barriers(page)).map(({ rule, where }) => `${rule} ${where.join(" ")}`)).toEqual([]);
      if (pictures) await picture(page, pictures, `sign-${language}-${name}`);
    };
    const { path: link } = language === "zh" ? letter : await letterToSign();
    await page.setViewportSize({ width: 360, height: 780 });
    await page.goto(server.address + link);
    await page.getByText("王堃").first().waitFor();
    expect(page.url()).not.toContain("#");
    await keep("1-link");
    await page.getByRole("button", { name: say("发送验证码", "Send the code") }).click();
    const box = page.getByLabel(say("6 位验证码", "Six-digit code"));
    await box.waitFor();
    await box.fill(await codeMailed());
    await keep("2-code");
    await page.getByRole("button", { name: say("阅读文书", "Read the document") }).click();
    const pad = page.locator(".ink canvas");
    await pad.waitFor();
    await page.locator(".paper-pages img").first().waitFor();
    await pad.scrollIntoViewIfNeeded();
    const { x, y } = (await pad.boundingBox())!;
    for (const [from, to] of [
      [30, 120],
      [120, 200],
    ] as const) {
      await page.mouse.move(x + from, y + 60);
      await page.mouse.down();
      for (let step = 1; step <= 12; step++) await page.mouse.move(x + from + ((to - from) * step) / 12, y + 60 + 40 * Math.sin(step));
      await page.mouse.up();
    }
    await page.getByRole("checkbox").check();
    await keep("3-paper");
    await page.getByRole("button", { name: say("确认签署", "Sign"), exact: true }).click();
    await page.getByRole("heading", { name: say("签署成功", "Signed") }).waitFor();
    await keep("4-done");
    await page.context().close();
    expect(complaints).toEqual([]);
  }
});

/** The newest signing code, as its mail says it, in the folder where mails are kept that no server takes. */
async function codeMailed(): Promise<string> {
  const mails = path.join(folder, "mail");
  for (let attempt = 0; attempt < 60; attempt++) {
    const names = (await readdir(mails).catch(() => [])).filter((name) => !codesRead.has(name)).sort();
    for (const name of names.toReversed()) {
      const blocks = (await readFile(path.join(mails, name), "utf8")).split(/\r?\n\r?\n|\r?\n--/);
      const said = blocks.map((block) => (/^[\w+/=\s]+$/.test(block) ? Buffer.from(block, "base64").toString("utf8") : block)).join("\n");
      const code = /(?:验证码：|Your code: )(\d{6})/.exec(said)?.[1];
      if (code) {
        codesRead.add(name);
        return code;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("No code was mailed");
}
const codesRead = new Set<string>();

/** The screens an app is made of. What draws them belongs to the browser, so the list alone is taken, without its types. */
async function screensOf(app: "staff" | "portal"): Promise<Listed[]> {
  const list = path.resolve(import.meta.dirname, `../../src/apps/${app}/features.ts`);
  const { features } = (await import(list)) as { features: readonly { screens: readonly Listed[] }[] };
  return features.flatMap(({ screens }) => screens);
}

const isPublic = ({ scope }: Listed): boolean => scope === "public";

function addressOf(base: string, scope: Listed["scope"], screen: string, params: Readonly<Record<string, string | undefined>>): string {
  const filled = screen.replaceAll(/\$(\w+)/g, (_: string, name: string) => {
    const value = (scope === "company" ? params[`company.${name}`] : undefined) ?? params[`${screen.split("/")[0]}.${name}`] ?? params[name];
    if (!value) throw new Error(`No ${name} to open ${screen} with`);
    return value;
  });
  return scope === "site" ? `${base}/sites/${siteId}/${filled}` : `${base}/${filled}`;
}

/** A record of each kind to open the screens of single records with; an import is made for the purpose. */
async function recordsSeenBy(page: Page): Promise<Record<string, string | undefined>> {
  const first = async (where: string) => (await read<{ items: { id: string }[] }>(page, where)).items[0]?.id;
  const site = `/sites/${siteId}`;
  const lastMonth = Temporal.Now.plainDateISO(zone).subtract({ months: 1 }).toPlainYearMonth();
  return {
    caseId: await first(`${site}/service/cases`),
    // cases of others by their feature
    "movein.caseId": await first(`${site}/movein/cases`),
    "fitout.caseId": await first(`${site}/fitout/cases`),
    "moveout.caseId": await first(`${site}/moveout/cases`),
    procedureId: "moveIn",
    factId: await first(`${site}/evidence/facts`),
    inspectionId: await first(`${site}/handover/inspections`),
    unitId: await first(`${site}/sites/units`),
    tenantId: await first(`${site}/tenants`),
    leadId: await first(`${site}/tenants/leads`),
    leaseId: await first(`${site}/leasing/leases`),
    letterId: await first(`${site}/leasing/letters`),
    personId: await first("/people"),
    editionId: await first("/manual/editions"),
    importId: await upload(page, `${site}/rentroll/imports`),
    "tenants.importId": await upload(page, `${site}/tenants/lead-imports`, {
      name: "线索.csv",
      text: "公司名称,联系人,手机,来源\n星河数据有限公司,赵敏,13900000000,电话\n,钱进,,\n",
    }),
    stepId: await aStepOfCollection(),
    "company.importId": await upload(page, "/rentroll/imports"),
    meterId: await first(`${site}/meters/meters`),
    roundId: await first(`${site}/meters/rounds`),
    settlementId: await first(`${site}/meters/settlements`),
    documentId: letter.documentId,
    billId,
    ...money,
    runId: await first("/billing/runs"),
    "company.groupId": (await read<{ items: { groupId: string }[] }>(page, "/billing/runs")).items[0]?.groupId,
    clauseId: "2.2.2-3",
    month: lastMonth.toString(),
  };
}

async function read<T>(page: Page, where: string): Promise<T> {
  const reply = await page.request.get(`${server.address}/api${where}`);
  if (!reply.ok()) throw new Error(`${where}: ${reply.status()} ${await reply.text()}`);
  return (await reply.json()) as T;
}

/** The contact reports a matter, to have a case to open. */
async function report(page: Page): Promise<string> {
  const id = newId<"case">();
  const where = `/sites/${siteId}/service/portal/cases`;
  const reply = await page.request.post(`${server.address}/api${where}`, { data: { id, kind: "complaint", category: "other", matter: "茶水间灯不亮", place: "18F" } });
  if (!reply.ok()) throw new Error(`${where}: ${reply.status()} ${await reply.text()}`);
  return id;
}

/** What somebody is to do about a debt: the ladder is climbed as it will be in two months, for the demo's short history has no old debts. */
async function aStepOfCollection(): Promise<string> {
  const now = currentInstant().add({ hours: 24 * 60 });
  await server.runtime.at(asId<"site">(siteId), { actor: systemActor, now }, lookAtArrears);
  return server.runtime.at(asId<"site">(siteId), { actor: systemActor }, async (ctx) => {
    const { id } = await ctx.tx.selectFrom("arrears.step").select("id").where("site_id", "=", ctx.siteId).limit(1).executeTakeFirstOrThrow();
    return id;
  });
}

/** The contact's company fits out, and then leaves: asked for once, by the contact. */
async function ownCases(page: Page): Promise<Record<string, string>> {
  const site = `/sites/${siteId}`;
  const begin = async (where: string, data: object) => {
    const id = newId();
    const reply = await page.request.post(`${server.address}/api${where}`, { data: { id, ...data } });
    if (!reply.ok()) throw new Error(`${where}: ${reply.status()} ${await reply.text()}`);
    return id;
  };
  const works = await read<{ items: { id: string }[]; leases: { id: string }[] }>(page, `${site}/fitout/portal/cases`);
  const fitOutId = works.items[0]?.id ?? (await begin(`${site}/fitout/portal/cases`, { leaseId: works.leases[0]?.id }));
  const leaving = await read<{ cases: { id: string }[]; leases: { id: string; payer: string }[] }>(page, `${site}/moveout/portal/cases`);
  const notice = {
    leaseId: leaving.leases[0]?.id,
    cause: "agreed",
    causeText: "",
    leavingOn: Temporal.Now.plainDateISO(zone).add({ months: 2 }).toString(),
    accountName: "租户账户",
    accountBank: "工商银行",
    accountNo: "6222 0001 0001",
    accountNote: "集团统一收款",
    usesAddress: false,
    addressMovesOn: null,
    restoration: "",
  };
  const moveOutId = leaving.cases[0]?.id ?? (await begin(`${site}/moveout/portal/cases`, notice));
  return { "fitout.caseId": fitOutId, "moveout.caseId": moveOutId };
}

const rentRoll = { name: "租控表.csv", text: "楼栋,楼层,房号,面积,租户\n9座,18F,1801,120.5,云帆科技有限公司\n9座,18F,1802,,海川贸易有限公司\n" };

async function upload(page: Page, where: string, { name, text } = rentRoll): Promise<string> {
  const file = { name, mimeType: "text/csv", buffer: Buffer.from(text) };
  const reply = await page.request.post(`${server.address}/api${where}`, { multipart: { file } });
  if (!reply.ok()) throw new Error(`${where}: ${reply.status()} ${await reply.text()}`);
  return ((await reply.json()) as { id: string }).id;
}

interface Visit {
  readonly page: Page;
  readonly complaints: string[];
  /** Opens an address at each width of the language and collects what is wrong with it. */
  look(address: string): Promise<void>;
}

/** A person who speaks `language` at a browser nobody is signed in at. */
async function arrive(language: Language): Promise<Visit> {
  const context = await browser.newContext({ viewport: widths.desk, locale: language === "zh" ? "zh-CN" : "en-GB" });
  await context.addInitScript(`localStorage.setItem("towerkeep.language", "${language}")`);
  const page = await context.newPage();
  const complaints: string[] = [];
  const data = new Set<string>();
  page.on("pageerror", (error) => complaints.push(`${page.url()} ${error.message}`));
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.startsWith("/api/")) return;
    // being told that nobody is signed in yet is no error
    if (response.status() >= 400 && response.status() !== 401) complaints.push(`${page.url()} ${response.status()} ${pathname}`);
    if (language === "en")
      void response.json().then(
        (body) => collectHan(body, data),
        () => undefined,
      );
  });

  const look = async (address: string) => {
    for (const width of language === "zh" ? (["desk", "phone"] as const) : (["desk"] as const)) {
      await page.setViewportSize(widths[width]);
      if (width === "desk") await page.goto(server.address + address);
      await settled(page);
      const name = `${address} (${width})`;
      if (pictures) await picture(page, pictures, `${language}-${width}${address.replaceAll(/[0-9a-f-]{36}/g, "id").replaceAll("/", "-")}`);
      if ((await page.locator(".tk-failed, .ant-result-error").count()) > 0) complaints.push(`${name} failed`);
      if (await scrollsSideways(page)) complaints.push(`${name} scrolls sideways`);
      for (const { rule, where } of await barriers(page)) complaints.push(`${name} ${rule}: ${where.slice(0, 3).join(" | ")}`);
      if (language === "en") complaints.push(...(await chineseWords(page, data)).map((text) => `${name} is not in English: ${text}`));
    }
  };
  return { page, complaints, look };
}
