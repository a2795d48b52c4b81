import { useEffect, useRef, useState, type PointerEvent } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { inkText as text } from "./inkText.ts";
import "./ink.css";

type Point = readonly [x: number, y: number];
type Stroke = readonly Point[];

const height = 180;
const penWidth = 2.6;

/** A box to write one's name in, by finger, pen or mouse. Gives the picture as a base64 PNG, or null while there is nothing in it. */
export function InkPad({ onChange }: { readonly onChange: (image: string | null) => void }) {
  const { t } = useLanguage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const drawn = useRef<Stroke | null>(null);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const fit = () => {
      element.width = element.clientWidth * ratio();
      element.height = height * ratio();
      paint(element, strokes);
    };
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => observer.disconnect();
  }, [strokes]);

  const keep = (next: readonly Stroke[]) => {
    setStrokes(next);
    const element = canvas.current;
    if (!element || next.length === 0) return onChange(null);
    paint(element, next);
    onChange(element.toDataURL("image/png").replace(/^data:image\/png;base64,/, ""));
  };
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drawn.current = [pointOf(event)];
  };
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!drawn.current) return;
    drawn.current = [...drawn.current, pointOf(event)];
    paint(event.currentTarget, [...strokes, drawn.current]);
  };
  const end = () => {
    if (!drawn.current) return;
    const stroke = drawn.current;
    drawn.current = null;
    keep([...strokes, stroke]);
  };

  return (
    <div className="ink">
      <div className="ink-box">
        <canvas
          ref={canvas}
          role="img"
          aria-label={t(strokes.length > 0 ? text.written : text.writeHere)}
          style={{ height }}
          onPointerDown={begin}
          onPointerMove={draw}
          onPointerUp={end}
          onPointerCancel={end}
        />
        {strokes.length === 0 && (
          <span className="ink-hint" aria-hidden="true">
            {t(text.writeHere)}
          </span>
        )}
      </div>
      <div className="ink-acts">
        <button type="button" disabled={strokes.length === 0} onClick={() => keep(strokes.slice(0, -1))}>
          {t(text.undo)}
        </button>
        <button type="button" disabled={strokes.length === 0} onClick={() => keep([])}>
          {t(text.clear)}
        </button>
      </div>
    </div>
  );
}

const ratio = () => Math.max(2, Math.min(3, window.devicePixelRatio));

const pointOf = ({ nativeEvent }: PointerEvent): Point => [nativeEvent.offsetX, nativeEvent.offsetY];

/** Strokes as soft curves through the middles between their points. */
function paint(element: HTMLCanvasElement, strokes: readonly Stroke[]): void {
  const pen = element.getContext("2d");
  if (!pen) return;
  pen.setTransform(ratio(), 0, 0, ratio(), 0, 0);
  pen.clearRect(0, 0, element.width, element.height);
  pen.lineWidth = penWidth;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.strokeStyle = "#10233f";
  for (const stroke of strokes) {
    const [first = [0, 0] as Point, ...rest] = stroke;
    pen.beginPath();
    pen.moveTo(first[0], first[1]);
    if (rest.length === 0) pen.lineTo(first[0] + 0.1, first[1]);
    let last = first;
    for (const point of rest) {
      pen.quadraticCurveTo(last[0], last[1], (last[0] + point[0]) / 2, (last[1] + point[1]) / 2);
      last = point;
    }
    pen.lineTo(last[0], last[1]);
    pen.stroke();
  }
}
