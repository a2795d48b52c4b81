import { Graph, layout } from "@dagrejs/dagre";
import type { FlowEdge, FlowNode } from "./FlowDiagram.tsx";

export const boxWidth = 184;
export const boxHeight = 80;

export interface FlowLayout {
  readonly direction: "LR" | "TB";
  readonly width: number;
  readonly height: number;
  /** The upper left corner of each box. */
  readonly places: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
}

/** Sideways if it fits `room` at a size that can still be read, else from top to bottom. */
export function layoutFor(room: number, nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowLayout {
  const sideways = laidOut("LR", nodes, edges);
  return sideways.width * smallest <= room ? sideways : laidOut("TB", nodes, edges);
}

/** Letters of 13 px are not to come out below 11. */
const smallest = 0.85;

function laidOut(direction: "LR" | "TB", nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowLayout {
  const graph = new Graph({ directed: true });
  graph.setGraph({ rankdir: direction, nodesep: 20, ranksep: direction === "LR" ? 44 : 34, marginx: 2, marginy: 2 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { width: boxWidth, height: boxHeight });
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const places = nodes.map(({ id }) => {
    const { x = 0, y = 0 } = graph.node(id);
    return [id, { x: x - boxWidth / 2, y: y - boxHeight / 2 }] as const;
  });
  return { direction, width, height, places: new Map(places) };
}
