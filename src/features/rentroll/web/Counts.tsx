import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import type { ImportItem } from "./ImportScreen.tsx";
import { kindNames, text } from "./text.ts";

const kinds = ["site", "building", "floor", "unit", "tenant", "contact", "lease"] as const;
const outcomes = ["created", "updated", "unchanged", "refused"] as const;

/** What becomes, or became, of the rows, and of each kind of thing. */
export function Counts({ counts, title }: { readonly counts: NonNullable<ImportItem["counts"]>; readonly title: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const shown = kinds.filter((kind) => Object.values(counts.written[kind]).some((count) => count > 0));
  return (
    <>
      <dl className="rentroll-figures">
        {outcomes.map((outcome) => (
          <div key={outcome} className={outcome === "refused" && counts.refused > 0 ? "rentroll-figure-warn" : ""}>
            <dt>{t(text[outcome])}</dt>
            <dd>{format.number(counts[outcome])}</dd>
          </div>
        ))}
      </dl>
      <p className="rentroll-hint">{t(text.ofRows, { rows: format.number(counts.rows), idle: format.number(counts.idle) })}</p>
      {shown.length > 0 && (
        <table className="rentroll-written">
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t(text.kind)}</th>
              <th scope="col">{t(text.created)}</th>
              <th scope="col">{t(text.changed)}</th>
              <th scope="col">{t(text.unchanged)}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((kind) => (
              <tr key={kind}>
                <th scope="row">{t(kindNames[kind])}</th>
                <td>{format.number(counts.written[kind].new)}</td>
                <td>{format.number(counts.written[kind].changed)}</td>
                <td>{format.number(counts.written[kind].same)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
