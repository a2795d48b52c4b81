import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { yuanText } from "#kernel/money.ts";
import { importAndMatch, runMonth } from "./money/bill.ts";
import { type House, openHouse } from "./money/house.ts";
import { takeMoney } from "./money/months.ts";
import { type Ground, lease } from "./moving/ground.ts";
import { arrangeInspection, findTheCase, handInPapers, moveIn, openTheGate, register, signForKeys, tryForKeys } from "./moving/in.ts";
import { appoint, clearOut, confirm, giveNotice, openInspection, refund, returnFitoutDeposit, settle } from "./moving/out.ts";
import { inspectWithoutSignal, writeItemList } from "./moving/phone.ts";

// From the signed lease to opened doors and back to a vacant unit, as people do it at their desks and on two phones. Vectors V4, V12.

let house: House;
let ground: Ground;

beforeAll(async () => {
  house = await openHouse("2026-05-18T10:00:00+08:00");
}, 180_000);
afterAll(() => house?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await house?.showFailure();
});

test(
  "a tenant moves in: keys are refused for three reasons, two are cleared and one is let pass, the unit is inspected without a signal (2.1.1-2 to 2.1.1-7)",
  { timeout: 900_000 },
  async () => {
    ground = await lease(house);
    await writeItemList(house);
    const caseId = await findTheCase(house);
    await register(house, caseId);

    const refused = await tryForKeys(house, caseId);
    for (const reason of ["资料", "附件", "首期款"]) expect(refused).toContain(reason);
    expect(refused).toContain(yuanText(565_250_02));
    await runMonth(house, "2026-05", 565_250_02);
    house.passTo("2026-05-22");
    await importAndMatch(house);
    expect(await tryForKeys(house, caseId)).not.toContain("首期款");
    await handInPapers(house, ground);
    const left = await tryForKeys(house, caseId);
    expect(left).toContain("附件");
    expect(left).not.toContain("资料");
    await openTheGate(house, caseId, "附件原件在邮寄途中，集团法务已确认条款。");
    expect(await tryForKeys(house, caseId)).toBe("");
    await signForKeys(house, caseId);

    house.passTo("2026-05-28");
    const inspectionId = await arrangeInspection(house, caseId);
    await inspectWithoutSignal(house, inspectionId, { reading: "1234.56", question: "会议室空调面板何时复位？", name: "36-inspection" });
    await moveIn(house, caseId);
  },
);

test(
  "the tenant moves out: two differences beside the move-in, one disputed, the settlement as V12 has it, the refund in time (2.1.3-1 to 2.1.4-2, V12)",
  { timeout: 900_000 },
  async () => {
    const net = 367_638_73;
    house.passTo("2026-06-05");
    await returnFitoutDeposit(house);
    house.passTo("2026-08-28");
    await runMonth(house, "2026-09", 42_000_00);
    await takeMoney(house, "42000.00");
    house.passTo("2026-08-31");
    const caseId = await giveNotice(house);
    await appoint(house, caseId);
    house.passTo("2026-09-29");
    const inspectionId = await openInspection(house, caseId);
    const worse = [
      { area: "大厅", part: "地面", text: "地板一处破损" },
      { area: "会议室", part: "墙面", text: "墙面污渍" },
    ] as const;
    await inspectWithoutSignal(house, inspectionId, { worse, reading: "1301.20", name: "42-leaving" });
    await settle(house, caseId, ground, net);
    await clearOut(house, caseId, ground);
    house.passTo("2026-09-30");
    await confirm(house, caseId, ground);
    house.passTo("2026-10-12");
    await refund(house, caseId, net);
  },
);
