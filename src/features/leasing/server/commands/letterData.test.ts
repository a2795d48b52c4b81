import { extractText, getDocumentProxy } from "unpdf";
import { expect, test } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { sumFen } from "#kernel/money.ts";
import { words } from "#kernel/words.ts";
import { qrCode, renderMarked } from "#platform/documents/index.ts";
import type { LegalEntity } from "#features/sites/rules.ts";
import { type Amendment, differenceOf, heldBy, type Lease, rentStartOf, sayAmendment, scheduleOf, scheduleOfVersions } from "../../rules.ts";
import { someTerms } from "../../samples.ts";
import { amendmentData, leaseData, type LetterFacts } from "./letterData.ts";

const unitId = newId<"unit">();
const terms = someTerms({}, unitId);
const entity = (kind: "owner" | "property", name: string): LegalEntity => ({
  id: newId(),
  kind,
  name,
  creditCode: "91350100M000100Y43",
  bankName: "中国建设银行上海分行",
  bankAccount: "3100 1505 4000 5000 1234",
  address: "上海市浦东新区云河路 88 号",
  phone: "021-6000 0000",
  taxpayer: "general",
  propertyCertificateNo: "",
  sealFileId: null,
  version: 1,
});
const tenantId = newId<"tenant">();
const lease: Lease = {
  id: newId(),
  leaseNo: "2026-001",
  tenantId,
  units: [],
  status: "approved",
  leaseStart: terms.leaseStart,
  leaseEnd: terms.leaseEnd,
  rentStart: rentStartOf(terms),
  handoverOn: Temporal.PlainDate.from("2026-05-28"),
  moveInOn: null,
  version: 1,
};
const facts: LetterFacts = {
  lease,
  terms,
  language: "zh",
  serviceHours: words("工作日 9:00–18:00", "working days 9:00–18:00"),
  places: new Map([[unitId, "1座 18F 1803"]]),
  parties: {
    owner: entity("owner", "云河置业有限公司"),
    property: entity("property", "楼诺物业服务有限公司"),
    tenant: {
      id: tenantId,
      name: "𠮷野家（䶮）餐饮管理有限公司",
      shortName: "",
      creditCode: "91350100M000100Y43",
      industry: "",
      address: "",
      phone: "",
      bankName: "",
      bankAccount: "",
      kind: "company",
      paperStage: null,
      state: "active",
      version: 1,
    },
    contact: { id: newId(), tenantId, name: "王堃", post: "", phone: "13800000000", email: "", authorities: ["signing"], state: "active", version: 1 },
  },
};
const head = async (title: string) => ({
  site: "云河中心",
  title,
  no: "2026-001",
  version: 1,
  state: null,
  issued: "出具 2026-03-09 10:00 王敏",
  proof: { code: "ABCD-1234-EFGH-5678", url: "https://tower.example/verify/ABCD1234EFGH5678", qr: await qrCode("https://tower.example/verify/ABCD1234EFGH5678") },
  signers: [
    { party: "owner", partyLabel: "出租方", partyName: "云河置业有限公司", name: "林涛" },
    { party: "tenant", partyLabel: "承租方", partyName: "𠮷野家（䶮）餐饮管理有限公司", name: "王堃" },
  ],
});

const lines = scheduleOf(terms);
const free: Amendment = {
  kind: "freePeriod",
  on: Temporal.PlainDate.from("2027-02-01"),
  feeIds: ["rent"],
  from: Temporal.PlainDate.from("2027-02-01"),
  to: Temporal.PlainDate.from("2027-03-15"),
};
const written = { tenantId: tenantId as Id<"tenant">, terms, amendments: [] };
const difference = differenceOf(lines, scheduleOfVersions(heldBy({ ...written, amendments: [{ number: 2, amendment: free }] })));
const schedule = { lines, total: sumFen(lines.map(({ amount }) => amount)), byYear: [{ year: 2026, total: 877_375_03 }] };

const letters = [
  { name: "lease", data: leaseData(facts, schedule), says: ["𠮷野家（䶮）餐饮管理有限公司", "228,125.01", "270,125.01", "2026-08-01", "提前 90 天书面通知"] },
  {
    name: "amendment",
    data: amendmentData({ lease, parties: facts.parties }, { from: free.on, changes: sayAmendment(free, terms, (id) => id), reason: "装修延期", difference }),
    says: ["2027 年 2 月 1 日", "装修延期", "228,125.01"],
  },
];

for (const language of ["zh", "both"] as const)
  for (const { name, data, says } of letters)
    test(`the ${name} is set with its schedule, rare names and places to sign, ${language} (2.1.1-3)`, async () => {
      const letter = await head(name === "lease" ? "房屋租赁合同" : "补充协议");
      const { bytes, marks } = await renderMarked(new URL(`../../letters/${name}.typ`, import.meta.url), { ...data, language, letter });
      expect(marks.length).toBeGreaterThan(0);
      const { text } = await extractText(await getDocumentProxy(bytes.slice()), { mergePages: true });
      for (const part of says) expect(text).toContain(part);
    });
