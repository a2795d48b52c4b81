import { type Fen, yuanText } from "#kernel/money.ts";
import type { Words } from "#kernel/words.ts";
import { useLanguage } from "#platform/web/language.tsx";
import "./billing.css";

export interface BarPart {
  readonly key: string;
  readonly name: Words;
  readonly amount: Fen;
}

const shades = ["#0b4f6c", "#4a8fa8", "#9cc3d1", "#c98b2b", "#e3c58a", "#7a7a7a", "#b5b5b5", "#5b7f4f"];

/** A picture of what a sum is made of, to scale; the figures stand below, so that nothing is told by colour alone. */
export function PartsBar({ label, parts }: { readonly label: string; readonly parts: readonly BarPart[] }) {
  const { t } = useLanguage();
  if (parts.length === 0) return null;
  return (
    <figure style={{ margin: 0 }} aria-label={label}>
      <div className="billing-bar" aria-hidden="true">
        {parts.map(({ key, amount }, index) => (
          <span key={key} style={{ flexGrow: Math.abs(amount), flexBasis: 0, background: shades[index % shades.length] }} />
        ))}
      </div>
      <ul className="billing-legend">
        {parts.map(({ key, name, amount }, index) => (
          <li key={key}>
            <i style={{ background: shades[index % shades.length] }} aria-hidden="true" />
            {t(name)} <b>{yuanText(amount)}</b>
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** The parts of lines by fee, in their order. */
export function partsOf(lines: readonly { readonly feeItem: string; readonly name: Words; readonly amount: Fen }[]): BarPart[] {
  const parts = new Map<string, BarPart>();
  for (const { feeItem, name, amount } of lines) parts.set(feeItem, { key: feeItem, name, amount: (parts.get(feeItem)?.amount ?? 0) + amount });
  return [...parts.values()];
}
