import { plainText, times } from "#kernel/decimal.ts";
import { yuanText } from "#kernel/money.ts";
import type { WireOf } from "#kernel/contract.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import type { saidLineField } from "../contract/fields.ts";
import { text } from "./text.ts";
import "./billing.css";

export type SaidLine = WireOf<typeof saidLineField>;

/** The lines of a bill; each unfolds to how it was reckoned, sentence by sentence. */
export function BillLines({ lines, isOpen = false }: { readonly lines: readonly SaidLine[]; readonly isOpen?: boolean }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  return (
    <div className="billing-lines">
      {lines.map((line) => (
        <details key={line.id} open={isOpen}>
          <summary>
            <span>
              <strong>{t(line.name)}</strong> {line.place}
            </span>
            <span className="billing-money">{yuanText(line.amount)}</span>
            <small>
              {line.from === line.to ? format.day(line.from) : `${format.day(line.from)} ~ ${format.day(line.to)}`} · {t(text.due)} {format.day(line.dueOn)} · {line.payee}{" "}
              <span className="billing-unfold">{t(text.working)}</span>
            </small>
          </summary>
          <div className="billing-detail">
            <ol className="billing-said">
              {line.said[language].map((sentence, index) => (
                <li key={index}>{sentence}</li>
              ))}
            </ol>
            <p className="billing-said">
              {t(text.taxInIt, { tax: yuanText(line.tax), rate: `${plainText(times(line.taxRate, 100))} %` })}
              {line.settled !== 0 && ` · ${t(text.settled)} ${yuanText(line.settled)}`}
              {line.credited !== 0 && ` · ${t(text.credited)} ${yuanText(line.credited)}`}
            </p>
          </div>
        </details>
      ))}
    </div>
  );
}
