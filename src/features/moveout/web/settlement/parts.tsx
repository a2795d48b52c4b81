import { yuanText } from "#kernel/money.ts";
import { linkTo, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { getOwnPhoto, getPhoto } from "#features/handover/contract.ts";
import type { getOwnSettlement } from "../../contract/settlement.ts";
import { sections, type Section } from "../../rules/settlement.ts";
import { answers, type ItemState, itemStates, verdicts } from "../../rules/settlementItems.ts";
import "./settlement.css";
import { text } from "./text.ts";

type Settlement = ReplyOf<typeof getOwnSettlement>;
export type Line = Settlement["lines"][number];
export type Item = Settlement["items"][number];

/** The account by its parts, each line opening to its working, the net below. */
export function Account({ lines, net }: { readonly lines: readonly Line[]; readonly net: number }) {
  const { t } = useLanguage();
  const groups = (Object.keys(sections) as Section[]).map((section) => ({ section, own: lines.filter((line) => line.section === section) })).filter(({ own }) => own.length > 0);
  if (groups.length === 0) return <p>{t(text.empty)}</p>;
  return (
    <>
      {groups.map(({ section, own }) => (
        <div key={section} className="settle-group">
          <h3>
            <span>{t(sections[section])}</span>
            <span className="settle-money">{yuanText(own.reduce((sum, { amount }) => sum + amount, 0))}</span>
          </h3>
          {own.map((line) => (
            <LineRow key={line.key} line={line} />
          ))}
        </div>
      ))}
      <p className="settle-net">
        <span>{t(net < 0 ? text.owed : text.back)}</span>
        <span className="settle-money">{yuanText(Math.abs(net))}</span>
      </p>
    </>
  );
}

function LineRow({ line }: { readonly line: Line }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const { name, detail, from, to, entity, amount, working, itemState } = line;
  const days = from && to && (from === to ? format.day(from) : `${format.day(from)} – ${format.day(to)}`);
  return (
    <details className="settle-line">
      <summary>
        <span>
          {t(name)} <span className="settle-quiet">{[detail, days, itemState && t(itemStates[itemState])].filter(Boolean).join(" · ")}</span>
        </span>
        <span className="settle-money">{yuanText(amount)}</span>
      </summary>
      <ul className="settle-working" aria-label={t(text.working)}>
        {working[language].map((sentence, index) => (
          <li key={index}>{sentence}</li>
        ))}
        <li className="settle-quiet">{entity}</li>
      </ul>
    </details>
  );
}

export const toneOf = { open: "warn", priced: "open", accepted: "good", disputed: "late", upheld: "quiet", waived: "quiet" } as const satisfies Record<ItemState, string>;

/** What the item looked like at the move-in and now, side by side. */
export function Twins({ siteId, twin, isOwn = false }: { readonly siteId: string; readonly twin: NonNullable<Item["twin"]>; readonly isOwn?: boolean }) {
  const { t } = useLanguage();
  const sides = [
    { when: t(text.then), said: twin.textThen, photos: twin.photosThen },
    { when: t(text.now), said: twin.text, photos: twin.photosNow },
  ];
  return (
    <div className="settle-twins">
      {sides.map(({ when, said, photos }) => (
        <figure key={when}>
          <figcaption className="settle-quiet">
            {when} {said}
          </figcaption>
          {photos.length === 0 && <span className="settle-quiet">{t(text.noPhoto)}</span>}
          {photos.map((hash, index) => (
            <img key={hash} src={linkTo(isOwn ? getOwnPhoto : getPhoto, { params: { siteId, hash } })} alt={t(text.photo, { when, n: index + 1 })} loading="lazy" />
          ))}
        </figure>
      ))}
    </div>
  );
}

/** How an item comes to its amount, and what was said about it. */
export function ItemFacts({ item }: { readonly item: Item }) {
  const { t } = useLanguage();
  const { quantity, unit, unitPrice, amount, note, answer, verdict, state } = item;
  return (
    <>
      {unitPrice !== null && quantity !== null && (
        <p className="settle-quiet">
          {quantity} {unit} × {yuanText(unitPrice)} = <span className="settle-money">{yuanText(amount)}</span>
          {state === "waived" && ` · ${t(itemStates.waived)}`}
        </p>
      )}
      {note && <p className="settle-quiet">{note}</p>}
      {answer && <p>{t(text.byAnswer, { name: answer.byName, text: `${t(answers[answer.said])} ${answer.text}` })}</p>}
      {verdict && <p>{t(text.byAnswer, { name: verdict.byName, text: `${t(verdicts[verdict.said])} ${verdict.reason}` })}</p>}
    </>
  );
}
