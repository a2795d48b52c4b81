import { extractText, getDocumentProxy } from "unpdf";
import { expect } from "vitest";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { dbTest } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import { aTaking } from "../samples.ts";

const textOf = async (bytes: Buffer) => (await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })).text;

dbTest("form F06 prints all that happened, in Chinese and in English, with a proof code that stays while its content does (2.2.1-4)", async ({ as, given }) => {
  await given.command((ctx) => adoptProposedParameters(ctx));
  const { id: tenantId } = await given.tenant({ name: "蓝海投资" });
  const { body } = await as.officer.send(contract.takeCase, { body: aTaking(tenantId, { contactName: "龘敏" }) });
  const params = { caseId: body.id };
  await as.officer.send(contract.dispatch, { params, body: { department: "engineering", instructions: "请查看风机" } });
  await as.engineer.send(contract.resolve, { params, body: { measures: "更换风机盘管" } });
  await as.officer.send(contract.giveFeedback, { params, body: { isResult: true, words: "已更换。", toWhom: "龘敏", means: "phone" } });
  await as.officer.send(contract.callBack, { params, body: { speed: 5, attitude: 5, quality: 4, result: 5, visited: "龘敏", means: "phone", opinion: "满意" } });

  const print = async (language: "zh" | "en") => textOf((await as.officer.send(contract.printComplaintForm, { params, body: { language } })).bytes);
  const [first, again] = [await print("zh"), await print("zh")];
  for (const said of ["投诉记录表", body.caseNo, "蓝海投资", "龘敏", "请查看风机", "更换风机盘管", "已更换。", "满意", "第 1 次打印"]) expect(first).toContain(said);
  expect(again).toContain("第 2 次打印");
  const codeIn = (text: string) => /[A-Z0-9]{4}(-[A-Z0-9]{4}){3}/.exec(text)?.[0];
  expect(codeIn(again)).toBe(codeIn(first));
  expect(await print("en")).toContain("Complaint form");

  await as.officer.send(contract.closeCase, { params, body: { cause: "equipmentFault", attributable: "yes" } });
  expect(codeIn(await print("zh"))).not.toBe(codeIn(first));
});
