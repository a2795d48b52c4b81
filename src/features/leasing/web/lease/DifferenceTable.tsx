import type { WireOf } from "#kernel/contract.ts";
import { yuanText } from "#kernel/money.ts";
import { useLanguage } from "#platform/web/language.tsx";
import type { leaseViewField } from "../../contract.ts";
import { text } from "./text.ts";
import "./lease.css";

export type View = WireOf<typeof leaseViewField>;
export type Version = View["versions"][number];

interface DifferenceLine {
  readonly key: string;
  readonly before: { readonly from: unknown; readonly to: unknown; readonly amount: number } | null;
  readonly after: { readonly from: unknown; readonly to: unknown; readonly amount: number } | null;
}

/** The lines of a schedule before and after an amendment. */
export function DifferenceTable({ lines, before, after }: { readonly lines: readonly DifferenceLine[]; readonly before: number; readonly after: number }) {
  const { t } = useLanguage();
  if (lines.length === 0) return <p>{t(text.noDifference)}</p>;
  return (
    <div className="tl-scroll">
      <table className="tl-lines">
        <thead>
          <tr>
            <th>{t(text.period)}</th>
            <th className="tl-end">{t(text.before)}</th>
            <th className="tl-end">{t(text.after)}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const shown = (line.after ?? line.before)!;
            return (
              <tr key={line.key}>
                <td>
                  {String(shown.from)} – {String(shown.to)}
                </td>
                <td className="tl-end">{line.before ? yuanText(line.before.amount) : "—"}</td>
                <td className="tl-end">{line.after ? yuanText(line.after.amount) : "—"}</td>
              </tr>
            );
          })}
          <tr>
            <td>
              <strong>{t(text.total)}</strong>
            </td>
            <td className="tl-end">{yuanText(before)}</td>
            <td className="tl-end">{yuanText(after)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
