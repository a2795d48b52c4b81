import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Id } from "#kernel/id.ts";
import { allocate, fen, fenOfYuan, sumFen } from "#kernel/money.ts";
import { compareExact } from "#kernel/decimal.ts";
import {
  type Consumer,
  consumersOf,
  deviationOf,
  doubtsAbout,
  ledgerColumns,
  meanOf,
  type MeterToSettle,
  type Policy,
  priced,
  type ReadingLine,
  readLedgerRow,
  settle,
  type TariffForm,
  usageBetween,
  whyNotBill,
  whyNotMeter,
  whyNotRead,
  whyNotTariff,
} from "./rules.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const since = (form: TariffForm, fromDay = "2020-01-01") => [{ fromDay: day(fromDay), form }];
const flat = (price: string) => since({ form: "flat", price });
const id = <K extends string>(text: string) => text as Id<K>;
const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code.replace("meters.", ""));

const line: ReadingLine = {
  registers: "single",
  device: { digits: 5, multiplier: "40" },
  previous: { total: "1234.56" },
  exchanges: [],
  mean: null,
  isOccupied: true,
  hasWaitingReplacement: false,
};
const taken = { values: { total: "1301.20" }, state: "normal", remark: "", isCertain: false } as const;

const tenantConsumer = (label: string, areaCenti = 10_000): Consumer => ({
  tenantId: id(`t-${label}`),
  leaseId: id(`l-${label}`),
  unitIds: [id(`u-${label}`)],
  label,
  areaCenti,
  days: 28,
});
const march = { from: day("2026-02-26"), to: day("2026-03-25") };
function meter(meterNo: string, role: MeterToSettle["role"], use: string, options: Partial<MeterToSettle> & { readonly consumers?: readonly Consumer[] } = {}): MeterToSettle {
  const { consumers = role === "tenant" ? [tenantConsumer(meterNo)] : [], ...rest } = options;
  const period = { readingId: id<"reading">(`r-${meterNo}`), ...march, byBand: { total: use }, parts: [], usedBefore: "0", consumers };
  return { id: id(meterNo), meterNo, role, parentId: role === "main" ? null : id("main"), tariff: flat("0.7983"), periods: [period], ...rest };
}

describe("vector V6: electricity with a multiplier, loss shown apart", () => {
  const building = [meter("main", "main", "182400"), meter("a", "tenant", "2665.6"), meter("b", "tenant", "138584.8"), meter("lobby", "common", "33600")];
  const byUsage: Policy = { common: "byUsage", loss: "byUsage", price: flat("0.7983") };

  test("1 234.56 to 1 301.20 by 40 is 2 665.60 kWh, and 2 127.95 yuan at 0.7983", () => {
    expect(usageBetween(line, taken.values, "normal").total).toBe("2665.6");
    const parts = priced({ meterNo: "a", ...march, byBand: { total: "2665.6" }, usedBefore: "0" }, flat("0.7983"));
    expect(Array.isArray(parts) && parts.map(({ amount }) => fenOfYuan(amount))).toEqual([fen(2127_95)]);
  });

  test("a building of 182 400 kWh loses 7 549.6 kWh, 4.139 %", () => {
    expect(settle(building, byUsage).pools).toEqual([
      { meterId: "main", meterNo: "main", main: "182400", tenants: "141250.4", common: "33600", loss: "7549.6", lossPercent: "4.139" },
    ]);
  });

  test("by use, the tenant bears 142.4719 kWh of the loss, 113.74, and 634.0808 kWh of the common use, 506.19", () => {
    const own = settle(building, byUsage).lines.filter(({ tenantId }) => tenantId === "t-a");
    expect(own.map(({ kind, quantity, amount }) => [kind, quantity, amount])).toEqual([
      ["usage", "2665.6", 2127_95],
      ["common", "634.0808", 506_19],
      ["loss", "142.4719", 113_74],
    ]);
  });

  test("by the policy none, the tenant bears 0.00 of either", () => {
    const own = settle(building, { common: "none", loss: "none", price: [] }).lines.filter(({ kind }) => kind !== "usage");
    expect(own).toEqual([]);
  });
});

describe("vector V7: rollover", () => {
  const rolled: ReadingLine = { ...line, device: { digits: 5, multiplier: "30" }, previous: { total: "99950" } };

  test("a five-digit register from 99 950 to 00 030 by 30 counts 2 400 kWh", () => {
    expect(usageBetween(rolled, { total: "30" }, "rollover").total).toBe("2400");
  });

  test("it is taken only as a rollover with its reason, and waits for a second person", () => {
    expect(codes(whyNotRead(rolled, { ...taken, values: { total: "30" } }))).toEqual(["belowPrevious"]);
    expect(codes(whyNotRead(rolled, { ...taken, values: { total: "30" }, state: "rollover" }))).toEqual(["remarkMissing"]);
    expect(whyNotRead(rolled, { ...taken, values: { total: "30" }, state: "rollover", remark: "计数器过零" })).toEqual([]);
    expect(doubtsAbout(rolled, "2400", "rollover")).toEqual(["rollover"]);
    expect(codes(whyNotRead(rolled, { ...taken, values: { total: "99960" }, state: "rollover", remark: "x" }))).toEqual(["notRolledOver"]);
  });
});

describe("vector V8: allocation", () => {
  test("100.00 over three equal units is 33.34, 33.33, 33.33", () => {
    expect(allocate(fen(100_00), [1, 1, 1])).toEqual([33_34, 33_33, 33_33]);
  });

  test("1 000.00 of common use over 100, 200 and 300 ㎡ is 166.67, 333.33, 500.00", () => {
    const meters = [
      meter("main", "main", "1600"),
      meter("lobby", "common", "1000"),
      ...[100, 200, 300].map((area, index) => meter(`u${index}`, "tenant", "200", { consumers: [tenantConsumer(`u${index}`, area * 100)] })),
    ];
    const common = settle(meters, { common: "byArea", loss: "none", price: flat("1") }).lines.filter(({ kind }) => kind === "common");
    expect(common.map(({ amount }) => amount)).toEqual([166_67, 333_33, 500_00]);
    expect(common[0]?.working).toMatchObject({ shared: { weight: "100", weights: "600", whole: 1000_00 } });
  });

  test("one meter of several tenants is shared by their area, and the parts add up", () => {
    const shared = meter("s", "tenant", "100", {
      tariff: flat("1"),
      consumers: [tenantConsumer("1801"), tenantConsumer("1802"), { ...tenantConsumer("1803"), tenantId: null, leaseId: null }],
    });
    expect(settle([shared], { common: "none", loss: "none", price: [] }).lines.map(({ tenantId, amount }) => [tenantId, amount])).toEqual([
      ["t-1801", 33_34],
      ["t-1802", 33_33],
      [null, 33_33],
    ]);
  });
});

describe("use between two readings (domain §3.4)", () => {
  test("over a replacement, the old final and the new part count, each with its own multiplier", () => {
    const replaced = {
      ...line,
      exchanges: [{ oldFinal: { total: "1250" }, newOpening: { total: "3" }, before: { digits: 5, multiplier: "40" } }],
      device: { digits: 6, multiplier: "60" },
    };
    expect(usageBetween(replaced, { total: "13.5" }, "replaced")).toMatchObject({ total: "1247.6", parts: [{ quantity: "617.6" }, { quantity: "630" }] });
    expect(codes(whyNotRead(replaced, { ...taken, values: { total: "13.5" } }))).toEqual(["replacementUnseen"]);
    expect(codes(whyNotRead(line, { ...taken, state: "replaced" }))).toEqual(["notReplaced"]);
    expect(codes(whyNotRead({ ...line, hasWaitingReplacement: true }, taken))).toEqual(["replacementWaiting"]);
  });

  test("each band counts on its own register, and only the one that went round rolls over", () => {
    const bands = { ...line, registers: "threeBand", device: { digits: 4, multiplier: "2" }, previous: { peak: "100", flat: "9990", valley: "50" } } as const;
    expect(usageBetween(bands, { peak: "110", flat: "5", valley: "50" }, "rollover")).toMatchObject({ byBand: { peak: "20", flat: "30", valley: "0" }, total: "50" });
    expect(codes(whyNotRead(bands, { ...taken, values: { peak: "110" } }))).toEqual(["registersMissing"]);
    expect(codes(whyNotRead(bands, { ...taken, values: { peak: "110", flat: "12345", valley: "60" } }))).toEqual(["tooManyDigits"]);
  });

  const digits = fc.integer({ min: 3, max: 8 });
  const reading = (count: number) => fc.integer({ min: 0, max: 10 ** count * 10 - 1 }).map((tenths) => `${Math.floor(tenths / 10)}.${tenths % 10}`);
  test("property: use over a rollover or a replacement is never negative", () => {
    fc.assert(
      fc.property(
        digits.chain((count) => fc.tuple(fc.constant(count), reading(count), reading(count), reading(count), reading(count))),
        fc.integer({ min: 1, max: 4000 }),
        ([count, previous, current, oldFinal, newOpening], multiplier) => {
          const device = { digits: count, multiplier: String(multiplier) };
          const state = compareExact(current, previous) < 0 ? "rollover" : "normal";
          expect(compareExact(usageBetween({ ...line, device, previous: { total: previous } }, { total: current }, state).total, 0)).not.toBe(-1);
          const exchanges = [{ oldFinal: { total: oldFinal }, newOpening: { total: newOpening }, before: device }];
          const isSound = compareExact(oldFinal, previous) >= 0;
          const over = () => usageBetween({ ...line, device, previous: { total: previous }, exchanges }, { total: current }, "rollover").total;
          if (isSound) expect(compareExact(over(), 0)).not.toBe(-1);
          else expect(over).toThrow(RangeError);
        },
      ),
    );
  });
});

describe("plausibility at the meter (domain §1.13)", () => {
  test("more than 30 % off the mean of three months is read again or confirmed with a remark", () => {
    const known = { ...line, mean: meanOf(["2000", "2100", "1900", "9999"]) };
    expect(known.mean).toBe("2000");
    expect(codes(whyNotRead(known, taken))).toEqual(["implausible"]);
    expect(codes(whyNotRead(known, { ...taken, isCertain: true }))).toEqual(["remarkMissing"]);
    expect(whyNotRead(known, { ...taken, isCertain: true, remark: "新增机房" })).toEqual([]);
    expect(whyNotRead({ ...line, mean: "2050.5" }, taken)).toEqual([]);
    expect(deviationOf("2665.6", "2000")).toBe("33.3");
  });

  test("no use in an occupied unit is doubted, in a vacant one it is not", () => {
    const same = { ...taken, values: { total: "1234.56" } };
    expect(codes(whyNotRead({ ...line, mean: "2000" }, same))).toEqual(["implausible"]);
    expect(whyNotRead({ ...line, isOccupied: false }, same)).toEqual([]);
  });

  test("an estimate is taken only with its reason", () => {
    expect(codes(whyNotRead(line, { ...taken, state: "estimated" }))).toEqual(["remarkMissing"]);
    expect(whyNotRead(line, { ...taken, state: "estimated", remark: "井道上锁" })).toEqual([]);
  });
});

describe("tariffs", () => {
  const tiered: TariffForm = {
    form: "tiered",
    period: "year",
    steps: [
      { upTo: "100", price: "1" },
      { upTo: "200", price: "2" },
      { upTo: null, price: "3" },
    ],
  };
  const amountOf = (form: TariffForm, use: string, usedBefore = "0") => {
    const parts = priced({ meterNo: "m", ...march, byBand: { total: use }, usedBefore }, since(form));
    return Array.isArray(parts) ? sumFen(parts.map(({ amount }) => fenOfYuan(amount))) : parts;
  };

  test("steps count from what the period has used before", () => {
    expect(amountOf(tiered, "250")).toBe(450_00);
    expect(amountOf(tiered, "20", "90")).toBe(30_00);
    expect(amountOf(tiered, "0", "90")).toBe(0);
  });

  test("property: steps cost the same however the use is cut into readings", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), (one, other) => {
        expect(Number(amountOf(tiered, String(one))) + Number(amountOf(tiered, String(other), String(one)))).toBe(amountOf(tiered, String(one + other)));
      }),
    );
  });

  test("peak, shoulder and valley have prices of their own; a meter with one register does not fit", () => {
    const byBand: TariffForm = { form: "byBand", prices: { peak: "1.2", flat: "0.8", valley: "0.4" } };
    const parts = priced({ meterNo: "m", ...march, byBand: { peak: "10", flat: "10", valley: "10" }, usedBefore: "0" }, since(byBand));
    expect(Array.isArray(parts) && parts.map(({ band, amount }) => [band, fenOfYuan(amount)])).toEqual([
      ["peak", 12_00],
      ["flat", 8_00],
      ["valley", 4_00],
    ]);
    expect(amountOf(byBand, "10")).toMatchObject({ code: "meters.tariffDoesNotFit" });
    expect(codes(whyNotTariff({ form: "byBand", prices: { peak: "1" } }))).toEqual(["bandsMissing"]);
  });

  test("a price that changes within the days splits the use by days (rule 3.3-7)", () => {
    const versions = [...flat("1"), ...since({ form: "flat", price: "2" }, "2026-03-12")];
    const parts = priced({ meterNo: "m", ...march, byBand: { total: "280" }, usedBefore: "0" }, versions);
    expect(Array.isArray(parts) && parts.map(({ quantity, price }) => [quantity, price])).toEqual([
      ["140", "1"],
      ["140", "2"],
    ]);
  });

  test("a day without a price and steps out of order are refused", () => {
    expect(priced({ meterNo: "m", ...march, byBand: { total: "1" }, usedBefore: "0" }, since({ form: "flat", price: "1" }, "2026-03-01"))).toMatchObject({
      code: "meters.tariffMissing",
    });
    expect(codes(whyNotTariff({ form: "tiered", period: "month", steps: [{ upTo: "10", price: "1" }] }))).toEqual(["stepsOutOfOrder"]);
    expect(whyNotTariff(tiered)).toEqual([]);
  });
});

describe("sharing out", () => {
  const anyMeters = fc.array(fc.record({ use: fc.integer({ min: 0, max: 100_000 }), area: fc.integer({ min: 1, max: 100_000 }) }), { minLength: 1, maxLength: 12 });
  const building = (tenants: readonly { use: number; area: number }[], common: number, loss: number) => [
    meter("main", "main", String(tenants.reduce((sum, { use }) => sum + use, 0) + common + loss)),
    meter("lobby", "common", String(common)),
    ...tenants.map(({ use, area }, index) => meter(`u${String(index).padStart(2, "0")}`, "tenant", String(use), { consumers: [tenantConsumer(`u${index}`, area)] })),
  ];
  const amounts = fc.integer({ min: 0, max: 50_000 });

  test("property: the parts of common use and of loss add up to the 分", () => {
    fc.assert(
      fc.property(anyMeters, amounts, amounts, fc.constantFrom("byUsage", "byArea"), (tenants, common, loss, basis) => {
        const { lines } = settle(building(tenants, common, loss), { common: basis, loss: basis, price: flat("0.7983") } as Policy);
        for (const kind of ["common", "loss"] as const) {
          const parts = lines.filter((part) => part.kind === kind);
          const whole = fenOfYuan({ numerator: BigInt(kind === "common" ? common : loss) * 7983n, divisor: 10_000n });
          if (parts.length > 0) expect(sumFen(parts.map(({ amount }) => amount))).toBe(whole);
          expect(parts.every(({ amount }) => amount >= 0)).toBe(true);
        }
      }),
    );
  });

  test("property: the order in which meters were read does not matter", () => {
    const shuffled = fc.tuple(anyMeters, amounts, amounts).chain(([tenants, common, loss]) => {
      const meters = building(tenants, common, loss);
      return fc.tuple(fc.constant(meters), fc.shuffledSubarray(meters, { minLength: meters.length, maxLength: meters.length }));
    });
    const policy: Policy = { common: "byArea", loss: "byUsage", price: flat("0.61") };
    fc.assert(
      fc.property(shuffled, ([meters, mixed]) => {
        expect(settle(mixed, policy)).toEqual(settle(meters, policy));
      }),
    );
  });

  test("meters that add up to more than their main meter are named; nothing negative is shared", () => {
    const meters = [meter("main", "main", "10"), meter("a", "tenant", "11")];
    expect(codes(settle(meters, { common: "none", loss: "byUsage", price: flat("1") }).problems)).toEqual(["lossNegative"]);
    expect(settle(meters, { common: "none", loss: "none", price: [] }).problems).toEqual([]);
    expect(codes(settle([meter("main", "main", "12"), meter("a", "tenant", "11")], { common: "none", loss: "byUsage", price: [] }).problems)).toEqual(["sharePriceMissing"]);
    expect(codes(settle([meter("main", "main", "12")], { common: "none", loss: "byUsage", price: flat("1") }).problems)).toEqual(["nobodyShares"]);
  });

  test("a published apportionment is billed after its seven days, once every objection is answered", () => {
    const published = { state: "published", objectionsUntil: day("2026-04-07"), openObjections: 0 } as const;
    expect(codes(whyNotBill(published, day("2026-04-07")))).toEqual(["objectionsRun"]);
    expect(whyNotBill(published, day("2026-04-08"))).toEqual([]);
    expect(codes(whyNotBill({ ...published, openObjections: 1 }, day("2026-04-08")))).toEqual(["objectionsOpen"]);
  });
});

describe("who stands behind a meter", () => {
  const holding = (name: string, from: string, to: string) => ({
    tenantId: id<"tenant">(`t-${name}`),
    leaseId: id<"lease">(`l-${name}`),
    from: day(from),
    to: day(to),
    areaCenti: null,
  });
  const unit = (label: string, ...holdings: ReturnType<typeof holding>[]) => ({ unitId: id<"unit">(label), label, areaCenti: 10_000, holdings });
  const old = holding("old", "2025-01-01", "2026-03-11");
  const fresh = holding("new", "2026-03-16", "2028-03-15");

  test("units of one lease are one consumer; vacant ones are nobody's", () => {
    const whole = holding("a", "2025-01-01", "2027-01-01");
    expect(consumersOf([unit("1802", whole), unit("1801", whole), unit("1803")], { ...march, isAtHandover: false })).toMatchObject([
      { tenantId: "t-a", label: "1801、1802", areaCenti: 20_000, days: 28 },
      { tenantId: null, label: "1803", days: 28 },
    ]);
  });

  test("a tenant that changed without a reading is charged by days, the vacant days are the operator's", () => {
    const consumers = consumersOf([unit("1801", old, fresh)], { ...march, isAtHandover: false });
    expect(consumers.map(({ tenantId, days }) => [tenantId, days])).toEqual([
      ["t-old", 14],
      ["t-new", 10],
      [null, 4],
    ]);
    const lines = settle([meter("m", "tenant", "280", { tariff: flat("1"), consumers })], { common: "none", loss: "none", price: [] }).lines;
    expect(lines.map(({ amount }) => amount).toSorted((one, other) => one - other)).toEqual([40_00, 100_00, 140_00]);
  });

  test("with a reading at the handover, whoever held the unit longest has all of it", () => {
    expect(consumersOf([unit("1801", old, fresh)], { ...march, to: day("2026-03-13"), isAtHandover: true }).map(({ tenantId, days }) => [tenantId, days])).toEqual([["t-old", 16]]);
  });
});

test("a tenant's meter names its units, a main meter none; a multiplier is above zero (EN-04)", () => {
  const terms = { ...line.device, meterNo: "E-1", kind: "electricity", registers: "single", direction: "import", calibratedOn: null, calibrationDue: null } as const;
  const rest = { place: "", parentId: null, routeId: null, position: 0, tariffId: null } as const;
  expect(codes(whyNotMeter({ ...terms, ...rest, role: "tenant", unitIds: [] }))).toEqual(["unitsOfTenantMeter"]);
  expect(codes(whyNotMeter({ ...terms, ...rest, role: "main", unitIds: [id("u")], multiplier: "0" }))).toEqual(["multiplierZero", "unitsOfOtherMeter"]);
});

test("a row of the ledger's sheet is read, and each cell that cannot be read is named", () => {
  const { columns, problems } = ledgerColumns(["表号", "种类", "用途", "位数", "倍率", "单元", "费率", "峰", "检定日期"]);
  expect(problems).toEqual([]);
  expect(readLedgerRow({ number: 2, cells: ["E-1801", "电", "户表", 6, "40", "1801、1802", "峰平谷", "12.5", "2025/3/1"] }, columns)).toMatchObject({
    meterNo: "E-1801",
    kind: "electricity",
    role: "tenant",
    digits: 6,
    multiplier: "40",
    units: ["1801", "1802"],
    opening: { peak: "12.5", flat: "0", valley: "0" },
    calibratedOn: day("2025-03-01"),
  });
  expect(codes(readLedgerRow({ number: 3, cells: ["E-2", "煤", "户表", 2, "-1", "", "", "", "2025-02-30"] }, columns) as { code: string }[])).toEqual(
    Array.from({ length: 4 }, () => "cellUnreadable"),
  );
  expect(codes(ledgerColumns(["表号"]).problems)).toEqual(["columnMissing", "columnMissing", "columnMissing"]);
});
