import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { readSheets, writeSheet } from "#platform/spreadsheet/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../../contract/leadImports.ts";
import { listLeads, recordStep } from "../../contract/leads.ts";

const titles = ["公司名称", "联系人", "手机", "邮箱", "来源", "面积下限", "面积上限", "预算", "下一步", "下一步日期"];
const file = async (...rows: readonly (readonly (string | number | null)[])[]) => ({
  name: "客户.xlsx",
  bytes: await writeSheet({ sheet: "客户", columns: titles.map((title) => ({ title })), rows: rows as never }),
});
const officer = ({ as }: World) => as.role("leasingOfficer");
const given = (world: World) => world.given.command((ctx) => adoptProposedParameters(ctx));

dbTest("leads come in from a spreadsheet: each fault by row and column, the good rows as leads, one with a next step as in touch (2.1.1-1)", async (world) => {
  await given(world);
  const next = world.clock.now().add({ hours: 48 }).toZonedDateTimeISO("Asia/Shanghai").toPlainDate().toString();
  const preview = await officer(world).send(contract.uploadLeads, {} as never, {
    file: await file(
      ["云帆科技有限公司", "王敏", "13900000001", "", "中介", "300", "500", "5.5", "带看 18F", next],
      ["远航贸易", "李强", "", "li@example.com", "", 120, null, null, null, null],
      ["缺联系方式", "赵六", null, null, "来电", null, null, null, null, null],
      ["面积不对", "孙七", "13900000003", "不是邮箱", "飞来", "大约三百", null, null, null, null],
      ["云帆科技有限公司", "王敏", "139 0000 0001", "", "中介", null, null, null, null, null],
    ),
  });
  expect(preview.status, JSON.stringify(preview.body)).toBe(200);
  expect(preview.body).toMatchObject({ state: "previewed", good: 2, refused: 3 });
  expect(preview.body.faults.map(({ row, reasons }) => [row, reasons.map(({ column, code }) => [column, code])])).toEqual([
    [4, [[null, "tenants.unreachable"]]],
    [
      5,
      [
        ["邮箱", "tenants.cellNotMail"],
        ["来源", "tenants.cellUnknown"],
        ["面积下限", "tenants.cellNotANumber"],
      ],
    ],
    [6, [[null, "tenants.twiceInFile"]]],
  ]);
  const params = { importId: preview.body.id };
  const kept = await readSheets((await officer(world).send(contract.exportLeadFaults, { params })).bytes, "x.xlsx");
  const rows = [];
  for await (const { cells } of kept.rows(0)) rows.push(cells);
  expect(rows).toHaveLength(4);
  expect(rows[2]?.[1]).toContain("面积下限：“大约三百”不是数字");

  expect((await officer(world).send(contract.runLeadImport, { params })).body).toMatchObject({ state: "done" });
  const { items } = (await officer(world).send(listLeads, { query: {} })).body;
  expect(items.map(({ company, stage, areaMinCenti, budget, nextStep }) => [company, stage, areaMinCenti, budget, nextStep])).toEqual([
    ["远航贸易", "new", 12_000, null, ""],
    ["云帆科技有限公司", "contacted", 30_000, "5.50", "带看 18F"],
  ]);
  expect(codes(await officer(world).send(contract.runLeadImport, { params }))).toEqual(["tenants.importDone"]);
  const again = await officer(world).send(contract.uploadLeads, {} as never, { file: await file(["远航贸易", "李强", "", "li@example.com", "", 120, null, null, null, null]) });
  expect(again.body.faults[0]?.reasons[0]?.code).toBe("tenants.alreadyLead");
  expect(codes(await officer(world).send(contract.runLeadImport, { params: { importId: again.body.id } }))).toEqual(["tenants.importEmpty"]);
  expect((await officer(world).send(contract.listLeadImports, { query: {} })).body.items).toHaveLength(2);
  expect((await world.as.role("technician").send(contract.listLeadImports, { query: {} })).status).toBe(403);
});

dbTest("an import of leads is undone while nobody has worked on them, and not after (2.1.1-1)", async (world) => {
  await given(world);
  const take = async (company: string) => {
    const { body } = await officer(world).send(contract.uploadLeads, {} as never, {
      file: await file([company, "王敏", "13900000001", "", "中介", "300", null, null, null, null]),
    });
    const params = { importId: body.id };
    expect(codes(await officer(world).send(contract.undoLeadImport, { params }))).toEqual(["tenants.importNotDone"]);
    await officer(world).send(contract.runLeadImport, { params });
    return params;
  };
  const first = await take("云帆科技有限公司");
  expect((await officer(world).send(contract.undoLeadImport, { params: first })).body.state).toBe("undone");
  expect((await officer(world).send(listLeads, { query: {} })).body.items).toEqual([]);

  const second = await take("云帆科技有限公司");
  const [lead] = (await officer(world).send(listLeads, { query: {} })).body.items;
  const step = { id: newId<"leadStep">(), kind: "call", note: "", at: null, shown: [], next: { what: "带看", on: "2099-01-01" }, version: lead!.version } as const;
  expect((await officer(world).send(recordStep, { params: { leadId: lead!.id }, body: step as never })).status).toBe(200);
  expect(codes(await officer(world).send(contract.undoLeadImport, { params: second }))).toEqual(["tenants.importUsed"]);
});

dbTest("a file that names no contact is refused; the template names what is understood", async (world) => {
  const bytes = await writeSheet({ sheet: "x", columns: [{ title: "甲" }, { title: "乙" }], rows: [["1", "2"]] });
  expect(codes(await officer(world).send(contract.uploadLeads, {} as never, { file: { name: "x.xlsx", bytes } }))).toEqual(["tenants.titlesUnknown"]);
  const template = await readSheets((await officer(world).send(contract.leadTemplate, { query: { language: "zh" } })).bytes, "t.xlsx");
  for await (const { cells } of template.rows(0)) expect(cells.slice(0, 3)).toEqual(["公司", "联系人", "电话"]);
});
