import { lazy, Suspense, type ReactNode } from "react";
import { Pending } from "./states.tsx";
import type { Tone } from "./StatusTag.tsx";
import "./flow.css";

/** A box of the diagram: said by its words and its icon, coloured by its tone besides. */
export interface FlowNode {
  readonly id: string;
  readonly title: string;
  /** How it stands, in a word. */
  readonly state: string;
  readonly icon: ReactNode;
  readonly tone: Tone;
  /** A word more, small, as a number or a day. */
  readonly hint?: string;
  /** Where it leads; a box without leads nowhere. */
  readonly href?: string;
}

export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  /** The way has been gone already. */
  readonly isPassed: boolean;
  /** Not a way but a bar: what stands at its end is shut until its beginning is done. */
  readonly isGate?: boolean;
}

export interface FlowProps {
  readonly label: string;
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

const Canvas = lazy(() => import("./FlowCanvas.tsx").then((m) => ({ default: m.FlowCanvas })));

/**
 * Boxes and arrows, laid out by themselves: sideways where that stays readable, else from top to bottom or in one column. To look at and to go on from, not to
 * move about. What lays it out is loaded with the first diagram. Whoever shows it shows the same as a list besides.
 */
export const FlowDiagram = (props: FlowProps) => (
  <Suspense fallback={<Pending />}>
    <Canvas {...props} />
  </Suspense>
);
