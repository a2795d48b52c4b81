import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { Fragment, useState } from "react";
import { sumFen, yuanText } from "#kernel/money.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { feeItems, type FeeItemCode, sayWorking, type ScheduleLine } from "../../rules.ts";
import { text } from "./text.ts";
import "./lease.css";

/** The schedule as one picture and as lines. */
export function ScheduleView({ lines, firstDue, width = 620 }: { readonly lines: readonly ScheduleLine[]; readonly firstDue?: string | undefined; readonly width?: number }) {
  const { t } = useLanguage();
  const total = sumFen(lines.map(({ amount }) => amount));
  const first = firstDue ? sumFen(lines.filter(({ dueOn }) => dueOn.toString() <= firstDue).map(({ amount }) => amount)) : null;
  const years = Map.groupBy(lines, ({ dueOn }) => dueOn.year);
  const isHeld = ([code]: readonly [FeeItemCode, unknown]) => (feeItems[code].nature === "deposit" ? 1 : 0);
  const byFee = [...Map.groupBy(lines, ({ feeItem }) => feeItem)].toSorted((one, other) => isHeld(one) - isHeld(other));
  return (
    <div className="tl-schedule">
      <dl className="tl-totals">
        {first !== null && (
          <div>
            <dt>{t(text.beforeKeys)}</dt>
            <dd>{yuanText(first)}</dd>
          </div>
        )}
        <div>
          <dt>{t(text.total)}</dt>
          <dd>{yuanText(total)}</dd>
        </div>
        {byFee.length > 1 &&
          byFee.map(([code, ofFee]) => (
            <div key={code}>
              <dt>{t(feeItems[code].nature === "deposit" ? text.heldDeposit : text.ofWhich, { fee: t(feeItems[code].name) })}</dt>
              <dd>{yuanText(sumFen(ofFee.map(({ amount }) => amount)))}</dd>
            </div>
          ))}
        {[...years].map(([year, ofYear]) => (
          <div key={year}>
            <dt>
              {year} {t(text.inYear)}
            </dt>
            <dd>{yuanText(sumFen(ofYear.map(({ amount }) => amount)))}</dd>
          </div>
        ))}
      </dl>
      <Timeline lines={lines} least={width} />
      <ScheduleTable lines={lines} />
    </div>
  );
}

const laneHeight = 46;
const labelHeight = 20;
const headHeight = 18;

/** Each fee as a lane of days: height is the monthly amount, hatched days are free, lines part the payments; deposits stand on the day they are due. */
function Timeline({ lines, least }: { readonly lines: readonly ScheduleLine[]; readonly least: number }) {
  const { t } = useLanguage();
  const days = lines.flatMap(({ from, to, dueOn }) => [from, to, dueOn]);
  if (days.length === 0) return null;
  const start = days.reduce((one, other) => (Temporal.PlainDate.compare(one, other) < 0 ? one : other)).with({ day: 1 });
  const end = days
    .reduce((one, other) => (Temporal.PlainDate.compare(one, other) > 0 ? one : other))
    .add({ months: 1 })
    .with({ day: 1 });
  const length = start.until(end).days;
  const scale = Math.max(0.5, least / length);
  const width = length * scale;
  const x = (day: Temporal.PlainDate) => start.until(day).days * scale;
  const lanes = [...Map.groupBy(lines, ({ key }) => key.slice(0, key.lastIndexOf(":")))].toSorted(([, [one]], [, [other]]) =>
    one!.kind === other!.kind ? 0 : one!.kind === "recurring" ? -1 : 1,
  );
  const height = headHeight + lanes.length * (laneHeight + labelHeight);
  const years = Array.from({ length: end.year - start.year + 1 }, (_, place) => new Temporal.PlainDate(start.year + place, 1, 1)).filter((day) => x(day) >= 0 && x(day) <= width);
  return (
    <figure className="tl-figure">
      <div className="tl-scroll" tabIndex={0}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t(text.timeline)}>
          <defs>
            <pattern id="tl-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="6" height="6" className="tl-hatch-ground" />
              <line x1="0" y1="0" x2="0" y2="6" className="tl-hatch-line" />
            </pattern>
          </defs>
          {years.map((day) => (
            <g key={day.toString()}>
              <line x1={x(day)} x2={x(day)} y1={0} y2={height} className="tl-year" />
              <text x={x(day) + 3} y={11} className="tl-year-label">
                {day.year}
              </text>
            </g>
          ))}
          {lanes.map(([id, ofTerm], place) => (
            <Lane key={id} lines={ofTerm} top={headHeight + place * (laneHeight + labelHeight)} x={x} />
          ))}
        </svg>
      </div>
      <figcaption>{t(text.legend)}</figcaption>
    </figure>
  );
}

const monthOf = ({ working, amount }: ScheduleLine): number => (typeof working.inputs["month"] === "number" ? working.inputs["month"] : amount);

function Lane({ lines, top, x }: { readonly lines: readonly ScheduleLine[]; readonly top: number; readonly x: (day: Temporal.PlainDate) => number }) {
  const { t } = useLanguage();
  const [first] = lines;
  const highest = Math.max(...lines.map(monthOf), 1);
  const floor = top + labelHeight + laneHeight - 6;
  const rise = (line: ScheduleLine) => Math.max(3, ((laneHeight - 18) * monthOf(line)) / highest);
  const say = (line: ScheduleLine) => `${t(feeItems[line.feeItem].name)} ${line.from} – ${line.to}: ${yuanText(line.amount)} (${t(text.due)} ${line.dueOn})`;
  return (
    <g>
      <text x={2} y={top + 11} className="tl-lane-label">
        {t(feeItems[first!.feeItem].name)}
      </text>
      {lines.map((line, place) => {
        if (line.kind !== "recurring")
          return (
            <g key={line.key}>
              <title>{say(line)}</title>
              <rect x={x(line.dueOn) + 1} y={floor - 16} width={9} height={9} transform={`rotate(45 ${x(line.dueOn) + 5.5} ${floor - 11.5})`} className="tl-deposit" />
              <text x={x(line.dueOn) + 16} y={floor - 7} className="tl-amount">
                {yuanText(line.amount)}
              </text>
            </g>
          );
        const [left, right] = [x(line.from), x(line.to.add({ days: 1 }))];
        const before = lines[place - 1];
        const isRaised = before !== undefined && monthOf(line) > monthOf(before);
        return (
          <g key={line.key}>
            <title>{say(line)}</title>
            <rect x={left} y={floor - rise(line)} width={Math.max(0.5, right - left - 0.7)} height={rise(line)} className={line.amount === 0 ? "tl-free" : "tl-bar"} />
            {freeOf(line).map(([from, to]) => (
              <rect
                key={from}
                x={x(Temporal.PlainDate.from(from))}
                y={floor - rise(line)}
                width={x(Temporal.PlainDate.from(to).add({ days: 1 })) - x(Temporal.PlainDate.from(from))}
                height={rise(line)}
                fill="url(#tl-hatch)"
              />
            ))}
            {(place === 0 || isRaised) && (
              <text x={left + 2} y={floor - rise(line) - 3} className="tl-amount">
                {isRaised ? "↑ " : ""}
                {yuanText(monthOf(line))}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

const freeOf = ({ working }: ScheduleLine): (readonly [string, string])[] => {
  const { free } = working.inputs;
  return typeof free === "string" ? free.split(" ").map((range) => range.split("/") as [string, string]) : [];
};

/** Every line, by due day; its arithmetic unfolds below it. */
function ScheduleTable({ lines }: { readonly lines: readonly ScheduleLine[] }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) => setOpen((was) => (was.has(key) ? new Set([...was].filter((each) => each !== key)) : new Set([...was, key])));
  return (
    <div className="tl-scroll">
      <table className="tl-lines">
        <thead>
          <tr>
            <th>{t(text.due)}</th>
            <th>{t(text.fee)}</th>
            <th>{t(text.period)}</th>
            <th className="tl-end">{t(text.sum)}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Fragment key={line.key}>
              <tr>
                <td>
                  <button
                    type="button"
                    className="tl-unfold"
                    aria-expanded={open.has(line.key)}
                    aria-label={`${line.dueOn} ${sayName(line.feeItem, t)}: ${t(text.showWorking)}`}
                    onClick={() => toggle(line.key)}
                  >
                    {open.has(line.key) ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />} {line.dueOn.toString()}
                  </button>
                </td>
                <td>{sayName(line.feeItem, t)}</td>
                <td>{line.kind === "recurring" ? `${line.from} – ${line.to}` : "—"}</td>
                <td className="tl-end">{line.amount === 0 ? `0.00 (${t(text.free)})` : yuanText(line.amount)}</td>
              </tr>
              {open.has(line.key) && (
                <tr className="tl-working">
                  <td colSpan={4}>
                    <Working line={line} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Working({ line }: { readonly line: Pick<ScheduleLine, "working"> }) {
  const { language } = useLanguage();
  return (
    <ol>
      {sayWorking(line.working, language).map((sentence, place) => (
        <li key={place}>{sentence}</li>
      ))}
    </ol>
  );
}

const sayName = (code: FeeItemCode, t: ReturnType<typeof useLanguage>["t"]): string => t(feeItems[code].name);
