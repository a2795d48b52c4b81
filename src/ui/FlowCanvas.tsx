import { useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Link } from "#platform/web/navigation.tsx";
import type { FlowNode, FlowProps } from "./FlowDiagram.tsx";
import { boxHeight, layoutFor } from "./flowLayout.ts";

/** The diagram itself, in a file that is loaded when one is first shown. */
export function FlowCanvas(props: FlowProps) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useWidth(frame);
  return (
    <div ref={frame} className="tk-flow" role="group" aria-label={props.label}>
      {room > 0 && <Drawn room={room} {...props} />}
    </div>
  );
}

function Drawn({ room, nodes, edges }: FlowProps & { readonly room: number }) {
  const id = useId();
  const { width, height, boxWidth, places, lines } = useMemo(() => layoutFor(room, nodes, edges), [room, nodes, edges]);
  const zoom = Math.min(1, room / width);
  return (
    <div style={{ height: height * zoom }}>
      <div className="tk-flow-sheet" style={{ width, height, transform: `translateX(${Math.max(0, (room - width * zoom) / 2)}px) scale(${zoom})` }}>
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

/** What fits between the margins of an A4 page. */
const paperWidth = 680;

/** The width an element has on the screen, kept up with the window; on paper, that of the paper. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setWidth(Math.floor(element.current?.clientWidth ?? 0));
    const watch = new ResizeObserver(measure);
    const toScreen = () => element.current && watch.observe(element.current);
    const toPaper = () => {
      watch.disconnect();
      flushSync(() => setWidth(paperWidth));
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
  return width;
}
