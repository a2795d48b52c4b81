import { type Edge, Handle, MarkerType, type Node, type NodeProps, Position, ReactFlow } from "@xyflow/react";
import { type CSSProperties, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Link } from "#platform/web/navigation.tsx";
import type { FlowNode, FlowProps } from "./FlowDiagram.tsx";
import { boxHeight, boxWidth, type FlowLayout, layoutFor } from "./flowLayout.ts";
import "@xyflow/react/dist/base.css";

/** The diagram itself, in a file that is loaded when one is first shown. */
export function FlowCanvas({ label, nodes, edges }: FlowProps) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useWidth(frame);
  const flow = useMemo(() => layoutFor(room, nodes, edges), [room, nodes, edges]);
  const zoom = Math.min(1, room / flow.width);
  const onPaper = Math.min(1, paperWidth / flow.width, paperHeight / flow.height);
  const size = { "--flow-height": `${flow.height}px`, "--flow-zoom": zoom, "--flow-on-paper": onPaper, height: flow.height * zoom } as CSSProperties;
  return (
    <div ref={frame} className="tk-flow" style={size}>
      {room > 0 && (
        <ReactFlow
          aria-label={label}
          nodes={boxes(flow, nodes)}
          edges={arrows(edges)}
          nodeTypes={nodeTypes}
          viewport={{ x: Math.max(0, (room - flow.width * zoom) / 2), y: 0, zoom }}
          minZoom={0.1}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          panOnDrag={false}
          zoomOnScroll={false}
          zoomOnPinch={false}
          zoomOnDoubleClick={false}
          preventScrolling={false}
          proOptions={{ hideAttribution: true }}
        />
      )}
    </div>
  );
}

/** What fits between the margins of an A4 page. */
const paperWidth = 680;
const paperHeight = 880;

type Box = Node<{ readonly node: FlowNode; readonly direction: FlowLayout["direction"] }, "box">;

const boxes = ({ direction, places }: FlowLayout, nodes: readonly FlowNode[]): Box[] =>
  nodes.map((node) => ({ id: node.id, type: "box", position: places.get(node.id) ?? { x: 0, y: 0 }, width: boxWidth, height: boxHeight, data: { node, direction } }));

const arrows = (edges: FlowProps["edges"]): Edge[] =>
  edges.map(({ from, to, isPassed }) => ({
    id: `${from} ${to}`,
    source: from,
    target: to,
    type: "smoothstep",
    className: isPassed ? "tk-flow-passed" : "",
    markerEnd: { type: MarkerType.ArrowClosed, color: isPassed ? "#237804" : "#6b7a90" },
  }));

function FlowBox({ data: { node, direction } }: NodeProps<Box>) {
  const [into, out] = direction === "LR" ? [Position.Left, Position.Right] : [Position.Top, Position.Bottom];
  const { title, state, icon, tone, hint, href } = node;
  const content = (
    <>
      <strong>{title}</strong>
      <span className="tk-flow-state">
        <span aria-hidden="true">{icon}</span> {state}
      </span>
      {hint && <span className="tk-flow-hint">{hint}</span>}
    </>
  );
  const className = `tk-flow-box tk-flow-${tone} nodrag nopan`;
  return (
    <>
      <Handle type="target" position={into} isConnectable={false} />
      {href ? (
        <Link href={href} className={className}>
          {content}
        </Link>
      ) : (
        <div className={className}>{content}</div>
      )}
      <Handle type="source" position={out} isConnectable={false} />
    </>
  );
}
const nodeTypes = { box: FlowBox };

/** The width an element has on the screen, kept up with the window. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    watch.observe(current);
    setWidth(Math.floor(current.clientWidth));
    return () => watch.disconnect();
  }, [element]);
  return width;
}
