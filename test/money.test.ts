import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";

// Money never meets a float: where amounts are reckoned, nothing reads a number from text, rounds, divides or names a fraction but by
// #kernel/decimal.ts and #kernel/money.ts. What does so all the same is listed here with its reason.

const project = path.resolve(import.meta.dirname, "..");
const features = "{leasing,billing,payments,arrears,meters,books}";
const files = globSync([`src/kernel/{money,decimal}.ts`, `src/features/${features}/{rules,contract}.ts`, `src/features/${features}/{rules,contract,server}/**/*.ts`], {
  cwd: project,
})
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => !file.endsWith(".test.ts"))
  .sort();

/** Count days and months, never money. */
const calendarArithmetic = ["src/features/leasing/rules/days.ts", "src/features/leasing/rules/periods.ts"];

const reviewed: Readonly<Record<string, string>> = {
  "src/features/books/server/sheets.ts: one.paid / one.due": "the collection rate of a site, a percentage on a sheet",
  "src/kernel/money.ts: Number(amount)": "the one door into 分: refuses what is not a safe integer",
  "src/kernel/decimal.ts: Number(whole)": "likewise",
  "src/kernel/decimal.ts: (raised - (raised % twice)) / twice": "divides evenly; a property holds it against big integers",
  "src/kernel/decimal.ts: (size * 2n + divisor) / (divisor * 2n)": "big integers",
  "src/kernel/decimal.ts: numerator / a": "big integers",
  "src/kernel/decimal.ts: divisor / a": "big integers",
  "src/kernel/money.ts: common / divisor": "big integers, divides evenly",
  "src/kernel/money.ts: (size * weight) / total": "big integers; the remainder is given out",
  "src/features/leasing/rules/charge.ts: Number(numerator)": "used only when it is a safe integer, big ones otherwise",
  "src/features/leasing/rules/charge.ts: Number(divisor)": "likewise",
  "src/features/leasing/rules/charge.ts: partsOfMonth / of": "whole by the making of partsOfMonth; counts parts of months",
  'src/features/leasing/rules/charge.ts: Number(last["count"])': "a count of months",
  "src/features/leasing/rules/limits.ts: Math.ceil(days / 28)": "a count of months",
  "src/features/leasing/rules/limits.ts: days / 28": "a count of months",
  'src/features/leasing/rules/limits.ts: Math.floor(from.until(to, { largestUnit: "months" }).months / everyMonths)': "a count of raises",
  'src/features/leasing/rules/limits.ts: from.until(to, { largestUnit: "months" }).months / everyMonths': "a count of raises",
  "src/features/leasing/server/commands/issue.ts: Math.floor(minutes / 60)": "hours of a clock",
  "src/features/leasing/server/commands/issue.ts: minutes / 60": "hours of a clock",
  "src/features/leasing/server/commands/letterDocument.ts: Math.trunc(centi / 100)": "an area as people write it, cut exactly",
  "src/features/leasing/server/commands/letterDocument.ts: centi / 100": "likewise",
  "src/features/leasing/server/commands/vacancies.ts: Math.trunc(centi / 100)": "likewise",
  "src/features/leasing/server/commands/vacancies.ts: centi / 100": "likewise",
  "src/features/leasing/server/queries/vacancies.ts: Math.trunc(Number(level))": "a floor",
  "src/features/leasing/server/queries/vacancies.ts: Number(level)": "a floor",
  "src/features/leasing/server/queries/annexes.ts: Number(number)": "the number of a version",
  "src/features/billing/server/print.ts: Number(decimalText(over(amount * 100, bill.total), 3))": "the length of a bar in a picture",
  "src/features/arrears/rules/ladder.ts: Math.floor((days - trigger.fromDaysLate) / trigger.days)": "a count of occasions by days",
  "src/features/arrears/rules/ladder.ts: (days - trigger.fromDaysLate) / trigger.days": "likewise",
  "src/features/books/server/queries/leases.ts: areaCenti / all": "a share of areas, for a chart",
  "src/features/payments/rules/chineseAmount.ts: Math.ceil(text.length / 4)": "a count of groups of digits",
  "src/features/payments/rules/chineseAmount.ts: text.length / 4": "likewise",
  "src/features/payments/rules/statement.ts: 0.6": "how like a title is to a column's name",
  "src/features/payments/rules/statement.ts: value.toPrecision(15)": "a cell of a sheet is a float: the digits that were meant, read as text from there on",
  "src/features/payments/server/statements.ts: Number(removed.numDeletedRows)": "a count of rows",
  "src/features/payments/server/statements.ts: 2 ** 31": "the largest integer of a column",
  "src/features/payments/server/statements.ts: Math.trunc(Number(keysOf(cursor, 1)[0]))": "the number of a row",
  "src/features/payments/server/statements.ts: Number(keysOf(cursor, 1)[0])": "likewise",
  "src/features/meters/rules/sheet.ts: Number.parseInt(text, 10)": "a count read from a sheet",
  "src/features/meters/server/commands/rounds.ts: Number(listed.numAffectedRows ?? 0)": "a count of rows",
};

test("every place where money is reckoned is looked at", () => {
  expect(files).toEqual(
    expect.arrayContaining(["src/kernel/money.ts", "src/features/leasing/rules/charge.ts", "src/features/leasing/rules/lateFee.ts", "src/features/billing/rules.ts"]),
  );
  expect(files.length).toBeGreaterThan(30);
});

test("money never meets a float (domain §3.3-9)", () => {
  const found = files.filter((file) => !calendarArithmetic.includes(file)).flatMap(floatsIn);
  expect(found.filter((place) => !(place in reviewed))).toEqual([]);
  const ofTheEngine = Object.keys(reviewed).filter((place) => /^src\/(kernel|features\/leasing\/rules)\//.test(place));
  expect(ofTheEngine.filter((place) => !found.includes(place))).toEqual([]);
});

test("a float is found wherever it hides", () => {
  const found = (source: string) => floatsOf("x.ts", source).length;
  expect(
    [
      "a / b",
      "a /= b",
      "Number(text)",
      "parseFloat(text)",
      "Number.parseFloat(text)",
      "amount.toFixed(2)",
      "Math.round(a)",
      "a * 0.05",
      "+text",
      "a ** -1",
      "Number.parseInt(text)",
    ].map(found),
  ).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  expect(["a * b", "a / 5n", "-1", "+1", "over(a, b)", "Math.max(a, b)", "Number.isSafeInteger(a)", "[].map(Number.isInteger)", "a % b", "1_000.0"].map(found)).toEqual(
    Array.from({ length: 10 }, () => 0),
  );
});

const floatsIn = (file: string): string[] => floatsOf(file, readFileSync(path.join(project, file), "utf8"));

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

function floatsOf(file: string, source: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== "object" || value === null) return;
    const node = value as Node;
    if (typeof node.type === "string" && isFloating(node)) found.push(`${file}: ${source.slice(node.start, node.end).replaceAll(/\s+/g, " ")}`);
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(file, source).program);
  return found;
}

function isFloating(node: Node): boolean {
  const at = (field: string) => (node[field] ?? {}) as Node;
  switch (node.type) {
    case "Literal":
      return typeof node["value"] === "number" && !Number.isInteger(node["value"]);
    case "BinaryExpression":
      return (node["operator"] === "/" && !isBig(at("left")) && !isBig(at("right"))) || (node["operator"] === "**" && !isBig(at("left")));
    case "AssignmentExpression":
      return node["operator"] === "/=" && !isBig(at("right"));
    case "UnaryExpression":
      return node["operator"] === "+" && at("argument").type !== "Literal";
    case "CallExpression":
      return isNumberMaking(at("callee"));
    default:
      return false;
  }
}

const isBig = (node: Node): boolean => node.type === "Literal" && typeof node["value"] === "bigint";

function isNumberMaking(callee: Node): boolean {
  if (callee.type === "Identifier") return ["Number", "parseFloat", "parseInt"].includes(String(callee["name"]));
  if (callee.type !== "MemberExpression") return false;
  const [object, property] = [callee["object"] as Node, String((callee["property"] as Node)["name"])];
  if (["toFixed", "toPrecision"].includes(property)) return true;
  if (object.type !== "Identifier") return false;
  return (
    (object["name"] === "Math" && ["round", "floor", "ceil", "trunc", "pow", "sqrt", "random"].includes(property)) ||
    (object["name"] === "Number" && ["parseFloat", "parseInt"].includes(property))
  );
}
