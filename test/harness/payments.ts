import { type Id, newId } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { startWorker } from "#platform/jobs/worker.ts";
import { addCharge, type BillWithLines, issueBill } from "#features/billing/server/index.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";
import { putEntity } from "#features/sites/server/index.ts";
import type { Sender, World } from "./index.ts";
import * as contract from "#features/payments/contract.ts";

export const day = (text: string) => Temporal.PlainDate.from(text);
const working = { rule: "byHand", inputs: {}, steps: [], rounding: "none" } as const;

/** Owner and property company of a test's site, each with its account. */
export async function entities({ given }: Pick<World, "given">) {
  const details = {
    creditCode: "91310000MA1FL00000",
    bankName: "工商银行",
    bankAccount: "0200",
    address: "",
    phone: "",
    taxpayer: "general",
    propertyCertificateNo: "",
    version: null,
  } as const;
  return given.command(async (ctx) => ({
    owner: await putEntity(ctx, { id: newId(), kind: "owner", name: "云顶置业有限公司", ...details }),
    property: await putEntity(ctx, { id: newId(), kind: "property", name: "云顶物业有限公司", ...details }),
  }));
}

/** A bill of these items for a tenant. */
export async function billFor(
  { given }: Pick<World, "given">,
  {
    tenantId,
    leaseId = null,
    dueOn = "2026-03-05",
    items,
  }: { tenantId: Id<"tenant">; leaseId?: Id<"lease"> | null; dueOn?: string; items: readonly (readonly [FeeItemCode, number])[] },
): Promise<BillWithLines> {
  return given.command(async (ctx) => {
    const chargeIds: Id<"charge">[] = [];
    for (const [feeItem, amount] of items) {
      const id = newId<"charge">();
      chargeIds.push(id);
      const facts = { tenantId, leaseId, feeItem, unitIds: [], from: day("2026-03-01"), to: day("2026-03-31"), dueOn: day(dueOn), amount: fen(amount), working };
      await addCharge(ctx, { id, ...facts, source: { kind: "test", id } });
    }
    return issueBill(ctx, { id: newId(), tenantId, leaseId, chargeIds });
  });
}

const resting = new Set(["draft", "previewed", "done", "failed", "undone"]);

/** Runs `work` while a worker does what is queued. */
export async function withWorker<T>(world: Pick<World, "runtime" | "url">, work: () => Promise<T>): Promise<T> {
  const worker = await startWorker({ runtime: world.runtime, url: world.url, log: { warn: () => {}, error: () => {} } });
  try {
    return await work();
  } finally {
    await worker.stop();
  }
}

/** Uploads a statement and has it read through by what its columns are taken for. */
export async function previewed(who: Sender, entityId: Id<"entity">, bytes: Uint8Array, name = "流水.csv") {
  const statement = (await who.send(contract.uploadStatement, { params: { entityId } } as never, { file: { name, bytes } })).body;
  const statementId = statement.id;
  const { body: view } = await who.send(contract.getStatementSheet, { params: { statementId }, query: {} });
  await who.send(contract.mapStatement, { params: { statementId }, body: view.mapping });
  return { ...(await settled(who, statementId)), view };
}

/** Uploads a statement and takes its good lines in. */
export async function imported(who: Sender, entityId: Id<"entity">, bytes: Uint8Array, name?: string) {
  const { id: statementId } = await previewed(who, entityId, bytes, name);
  await who.send(contract.runStatement, { params: { statementId }, body: { choice: "goodRows" } });
  return settled(who, statementId);
}

export async function settled(who: Sender, statementId: string) {
  for (let tries = 0; tries < 600; tries++) {
    const { body } = await who.send(contract.getStatement, { params: { statementId } });
    if (resting.has(body.status)) return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The statement does not come to rest");
}

type Row = readonly [on: string, amount: string, payer: string, account: string, remark: string, serial: string];

/** A statement as a bank exports it: titles below the account, money received in a column of its own. */
export const statementCsv = (rows: readonly Row[]): Uint8Array =>
  new TextEncoder().encode(
    [
      "账号,0200 1234 5678",
      "交易日期,支出金额,收入金额,余额,对方户名,对方账号,摘要,流水号",
      ...rows.map(([on, amount, payer, account, remark, serial]) => `${on},,${amount},,${payer},${account},${remark},${serial}`),
    ].join("\n"),
  );
