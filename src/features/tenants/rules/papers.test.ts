import fc from "fast-check";
import { expect, test } from "vitest";
import { tenantKinds, type TenantKind } from "./kinds.ts";
import { expiringDays, isOwed, papersWanted, type PaperStage, paperStages, standingOf, whyNotQualified } from "./papers.ts";

const today = Temporal.PlainDate.from("2026-03-09");
const paper = (state: "handedIn" | "accepted" | "refused", validIn: number | null = null) => ({ state, validTo: validIn === null ? null : today.add({ days: validIn }) });

test("an accepted paper outlasts a newer one that waits or was refused (2.1.1-2)", () => {
  expect(standingOf([paper("handedIn"), paper("accepted", 100)], today)).toBe("good");
  expect(standingOf([paper("refused"), paper("accepted", 10)], today)).toBe("expiring");
  expect(standingOf([paper("refused"), paper("accepted", -1)], today)).toBe("expired");
  expect(standingOf([paper("handedIn"), paper("accepted", -1)], today)).toBe("handedIn");
  expect(standingOf([], today)).toBe("missing");
});

test("a paper's last day still counts, and thirty days before it it is called for again", () => {
  expect(standingOf([paper("accepted", 0)], today)).toBe("expiring");
  expect(standingOf([paper("accepted", expiringDays)], today)).toBe("expiring");
  expect(standingOf([paper("accepted", expiringDays + 1)], today)).toBe("good");
});

const anyKind = fc.constantFrom(...(Object.keys(tenantKinds) as TenantKind[]));
const anyPaper = fc.record({
  state: fc.constantFrom("handedIn" as const, "accepted" as const, "refused" as const),
  validTo: fc.option(fc.integer({ min: -50, max: 50 }).map((days) => today.add({ days }))),
});

test("property: each later stage wants all that the earlier ones want, no paper twice", () => {
  fc.assert(
    fc.property(anyKind, (kind) => {
      const stages = (Object.keys(paperStages) as PaperStage[]).map((stage) => papersWanted(kind, stage));
      for (const [index, papers] of stages.entries()) {
        expect(new Set(papers).size).toBe(papers.length);
        expect(papers).toEqual(expect.arrayContaining([...(stages[index - 1] ?? [])]));
      }
    }),
  );
});

test("property: another paper handed in never makes a valid one worse, and the gate opens exactly when nothing is owed or unchecked", () => {
  fc.assert(
    fc.property(anyKind, fc.array(anyPaper, { maxLength: 4 }), anyPaper, (kind, papers, more) => {
      const before = standingOf(papers, today);
      const after = standingOf([...papers, more], today);
      if (before === "good" || before === "expiring") expect(["good", "expiring"]).toContain(after);
      const all = papersWanted(kind, "lease").flatMap((wanted) => papers.map((each) => ({ ...each, kind: wanted })));
      const isOpen = whyNotQualified({ kind, creditCode: "91350100M000100Y43" }, all, "lease", today).length === 0;
      expect(isOpen).toBe(!isOwed(before) && before !== "handedIn");
    }),
  );
});
