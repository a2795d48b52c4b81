import { useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Link } from "#platform/web/navigation.tsx";
import type { FlowNode, FlowProps } from "./FlowDiagram.tsx";
import { a4, boxHeight, type FlowRoom, layoutFor } from "./flowLayout.ts";

/** The diagram itself, in a file that is loaded when one is first shown. */
export function FlowCanvas(props: FlowProps) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useRoom(frame);
  return (
    <div ref={frame} className="tk-flow" role="group" aria-label={props.label}>
      {room.width > 0 && <Drawn room={room} {...props} />}
    </div>
  );
}

function Drawn({ room, nodes, edges }: FlowProps & { readonly room: FlowRoom }) {
  const id = useId();
  const { width, height, boxWidth, places, lines } = useMemo(() => layoutFor(room, nodes, edges), [room, nodes, edges]);
  const zoom = Math.min(1, room.width / width, room.height / height);
  return (
    <div style={{ height: height * zoom }}>
      <div className="tk-flow-sheet" style={{ width, height, transform: `translateX(${Math.max(0, (room.width - width * zoom) / 2)}px) scale(${zoom})` }}>
        <svg width={width} height={height} aria-hidden="true">
          <defs>
            {looks.map((look) => (
              <marker
                key={look}
                id={`${id}-${look}`}
                className={`tk-flow-tip-${look}`}
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerUnits="userSpaceOnUse"
                markerWidth="10"
                markerHeight="10"
                orient="auto"
              >
                <path d="M 0 0 L 8 4 L 0 8 z" />
              </marker>
            ))}
          </defs>
          {edges.map(({ from, to, isPassed, isGate }, index) => {
            const look = isPassed ? "passed" : isGate ? "gate" : "ahead";
            return <path key={`${from} ${to}`} d={lines[index]} className={`tk-flow-line tk-flow-line-${look} ${isGate ? "tk-flow-bar" : ""}`} markerEnd={`url(#${id}-${look})`} />;
          })}
        </svg>
        {nodes.map((node) => {
          const { x, y } = places.get(node.id)!;
          return (
            <div key={node.id} className="tk-flow-place" style={{ left: x, top: y, width: boxWidth, height: boxHeight }}>
              <Box node={node} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** How far the way of an arrow has come: gone, barred, ahead. */
const looks = ["passed", "gate", "ahead"] as const;

function Box({ node: { title, state, icon, tone, hint, href } }: { readonly node: FlowNode }) {
  const content = (
    <>
      <strong>{title}</strong>
      <span className="tk-flow-state">
        <span aria-hidden="true">{icon}</span> {state}
      </span>
      {hint && <span className="tk-flow-hint">{hint}</span>}
    </>
  );
  const className = `tk-flow-box tk-flow-${tone}`;
  return href ? (
    <Link href={href} className={className}>
      {content}
    </Link>
  ) : (
    <div className={className}>{content}</div>
  );
}

/** The room an element has on the screen, kept up with the window; on paper, that of the paper. */
function useRoom(element: { readonly current: HTMLElement | null }): FlowRoom {
  const [room, setRoom] = useState<FlowRoom>({ width: 0, height: Infinity });
  useLayoutEffect(() => {
    const measure = () => setRoom({ width: Math.floor(element.current?.clientWidth ?? 0), height: Infinity });
    const watch = new ResizeObserver(measure);
    const toScreen = () => element.current && watch.observe(element.current);
    const toPaper = () => {
      watch.disconnect();
      flushSync(() => setRoom(a4));
    };
    measure();
    toScreen();
    window.addEventListener("beforeprint", toPaper);
    window.addEventListener("afterprint", toScreen);
    return () => {
      watch.disconnect();
      window.removeEventListener("beforeprint", toPaper);
      window.removeEventListener("afterprint", toScreen);
    };
  }, [element]);
  return room;
}
