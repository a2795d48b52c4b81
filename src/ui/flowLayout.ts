import { Graph, layout } from "@dagrejs/dagre";
import type { FlowEdge, FlowNode } from "./FlowDiagram.tsx";

export interface FlowLayout {
  readonly width: number;
  readonly height: number;
  readonly boxWidth: number;
  /** The upper left corner of each box. */
  readonly places: ReadonlyMap<string, Point>;
  /** The line of each arrow, as SVG writes it, in the order of the edges. */
  readonly lines: readonly string[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

type Nodes = readonly Pick<FlowNode, "id">[];
type Edges = readonly Pick<FlowEdge, "from" | "to">[];

export const boxHeight = 92;
const boxWidth = 184;

/** Letters of 13 px are not to come out below 11. */
const smallest = 0.85;

/** Where the diagram stands: as wide as the screen lets it, with no end downwards, or within the margins of a page. */
export interface FlowRoom {
  readonly width: number;
  readonly height: number;
}

export const a4: FlowRoom = { width: 680, height: 820 };

/** The first that fits at a size that can still be read: sideways, from top to bottom, in one column. A page is filled from top to bottom. */
export function layoutFor(room: FlowRoom, nodes: Nodes, edges: Edges): FlowLayout {
  if (room.height < Infinity) return laidOut("TB", nodes, edges);
  const fits = ({ width }: FlowLayout) => width * smallest <= room.width;
  const sideways = laidOut("LR", nodes, edges);
  if (fits(sideways)) return sideways;
  const down = laidOut("TB", nodes, edges);
  return fits(down) ? down : column(room.width, nodes, edges);
}

/** Ranks by what comes first; an arrow that passes ranks by goes between the boxes there. */
function laidOut(direction: "LR" | "TB", nodes: Nodes, edges: Edges): FlowLayout {
  const graph = new Graph({ directed: true });
  graph.setGraph({ rankdir: direction, nodesep: 20, ranksep: 44, edgesep: 14, marginx: 10, marginy: 4 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { width: boxWidth, height: boxHeight });
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const middleOf = (id: string): Point => {
    const { x = 0, y = 0 } = graph.node(id);
    return { x, y };
  };
  const along = direction === "LR" ? "x" : "y";
  const half = direction === "LR" ? { x: boxWidth / 2, y: 0 } : { x: 0, y: boxHeight / 2 };
  const before = ({ x, y }: Point): Point => ({ x: x - half.x, y: y - half.y });
  const behind = ({ x, y }: Point): Point => ({ x: x + half.x, y: y + half.y });
  const lines = edges.map(({ from, to }) => {
    // Between two ranks the layout has another point, for words on the arrow; only where a rank is passed by does the way matter.
    const points: readonly Point[] = graph.edge(from, to).points ?? [];
    const passed = points.slice(1, -1).filter((_, index) => index % 2 === 1);
    return swung([behind(middleOf(from)), ...passed.flatMap((point) => [before(point), behind(point)]), before(middleOf(to))], along);
  });
  const places = nodes.map(({ id }) => [id, { x: middleOf(id).x - boxWidth / 2, y: middleOf(id).y - boxHeight / 2 }] as const);
  return { width, height, boxWidth, places: new Map(places), lines };
}

/** A curve through `points` that leaves and reaches each of them along the axis the ranks follow. */
const swung = ([first, ...rest]: readonly Point[], along: "x" | "y"): string =>
  rest.reduce<{ line: string; at: Point }>(
    ({ line, at }, next) => {
      const [one, two] =
        along === "x" ? [`${(at.x + next.x) / 2} ${at.y}`, `${(at.x + next.x) / 2} ${next.y}`] : [`${at.x} ${(at.y + next.y) / 2}`, `${next.x} ${(at.y + next.y) / 2}`];
      return { line: `${line} C ${one} ${two} ${next.x} ${next.y}`, at: next };
    },
    { line: `M ${first!.x} ${first!.y}`, at: first! },
  ).line;

const gap = 22;
const laneWidth = 9;
/** Room for the tip of an arrow before the box. */
const tip = 16;

/** One below the other in their order; arrows that pass boxes by run in lanes on the left. */
function column(room: number, nodes: Nodes, edges: Edges): FlowLayout {
  const rowOf = new Map(nodes.map(({ id }, row) => [id, row]));
  const spans = edges.map(({ from, to }) => ({ from: rowOf.get(from) ?? 0, to: rowOf.get(to) ?? 0 }));
  const lanes = lanesFor(spans);
  const left = laneWidth * (Math.max(-1, ...lanes) + 1) + tip;
  const width = Math.min(360, room - left - 2);
  const top = (row: number) => row * (boxHeight + gap) + 1;
  const lines = spans.map(({ from, to }, index) => {
    const lane = lanes[index]!;
    if (lane < 0) return `M ${left + width / 2} ${top(from) + boxHeight} V ${top(to)}`;
    const [x, out, into] = [left - tip - lane * laneWidth, top(from) + boxHeight * 0.65, top(to) + boxHeight * 0.35];
    const turn = into > out ? 6 : -6;
    return `M ${left} ${out} H ${x + 6} Q ${x} ${out} ${x} ${out + turn} V ${into - turn} Q ${x} ${into} ${x + 6} ${into} H ${left}`;
  });
  const places = nodes.map(({ id }, row) => [id, { x: left, y: top(row) }] as const);
  return { width: left + width + 2, height: nodes.length * (boxHeight + gap) - gap + 2, boxWidth: width, places: new Map(places), lines };
}

/** For each arrow the first lane that is free along its way, shorter ones first; -1 for one that leads to the next row. */
function lanesFor(spans: readonly { readonly from: number; readonly to: number }[]): number[] {
  const taken: { readonly lane: number; readonly low: number; readonly high: number }[] = [];
  const lanes = spans.map(() => -1);
  const aside = [...spans.keys()].filter((index) => spans[index]!.to - spans[index]!.from !== 1);
  for (const index of aside.toSorted((a, b) => Math.abs(spans[a]!.to - spans[a]!.from) - Math.abs(spans[b]!.to - spans[b]!.from))) {
    const { from, to } = spans[index]!;
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    let lane = 0;
    while (taken.some((each) => each.lane === lane && each.low <= high && low <= each.high)) lane += 1;
    taken.push({ lane, low, high });
    lanes[index] = lane;
  }
  return lanes;
}
