import fc from "fast-check";
import { expect, test } from "vitest";
import { boxHeight, layoutFor } from "./flowLayout.ts";

const screen = (width: number) => ({ width, height: Infinity });
const node = (id: string) => ({ id });
const chain = (length: number) => ({
  nodes: Array.from({ length }, (_, index) => node(`n${index}`)),
  edges: Array.from({ length: length - 1 }, (_, index) => ({ from: `n${index}`, to: `n${index + 1}` })),
});

test("a diagram lies sideways where that can be read, stands where it cannot, and is one column on a phone", () => {
  const { nodes, edges } = chain(4);
  const branched = [...edges, { from: "n0", to: "n3" }];
  expect(layoutFor(screen(1200), nodes, branched).height).toBeLessThan(3 * boxHeight);
  expect(layoutFor(screen(500), nodes, branched).height).toBeGreaterThan(4 * boxHeight);
  const phone = layoutFor(screen(330), nodes, branched);
  expect(phone.width).toBeLessThanOrEqual(330);
  expect([...phone.places.values()].map(({ y }) => y)).toEqual([...phone.places.values()].map(({ y }) => y).toSorted((a, b) => a - b));
});

const anyFlow = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    pairs: fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20, selector: ([from, to]) => `${from} ${to}` }),
    room: fc.integer({ min: 280, max: 1600 }),
  }),
);

test("property: boxes never lie on one another, and every arrow has its line", () => {
  fc.assert(
    fc.property(anyFlow, ({ size, pairs, room }) => {
      const { nodes } = chain(size);
      const edges = pairs.filter(([from, to]) => from < to).map(([from, to]) => ({ from: `n${from}`, to: `n${to}` }));
      const { boxWidth, places, lines } = layoutFor(screen(room), nodes, edges);
      expect(lines).toHaveLength(edges.length);
      for (const line of lines) expect(line).toMatch(/^M [\d.]+ [\d.]+ [^a-z]+$/);
      const corners = [...places.values()];
      for (const [index, one] of corners.entries())
        for (const other of corners.slice(index + 1)) expect(Math.abs(one.x - other.x) >= boxWidth || Math.abs(one.y - other.y) >= boxHeight).toBe(true);
    }),
  );
});
