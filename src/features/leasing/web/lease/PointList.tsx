import type { WireOf } from "#kernel/contract.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import type { leaseViewField } from "../../contract.ts";
import { text } from "./text.ts";
import "./points.css";

type Point = WireOf<typeof leaseViewField>["points"][number];

/** What is explained before signing, a card each; confirming is one press, with the words that were read. */
export function PointList({
  points,
  isPending,
  onConfirm,
}: {
  readonly points: readonly Point[];
  readonly isPending: boolean;
  readonly onConfirm?: ((point: Point) => void) | undefined;
}) {
  const { t } = useLanguage();
  const format = useFormat();
  return (
    <>
      <ul className="tl-points">
        {points.map((point) => (
          <li key={point.code}>
            <h3>{t(point.title)}</h3>
            {point.sentences.map((sentence, place) => (
              <p key={place}>{t(sentence)}</p>
            ))}
            {point.confirmed ? (
              <p className="tl-done">
                {t(text.confirmed)} · {point.confirmed.name} · {format.moment(point.confirmed.at)}
              </p>
            ) : (
              onConfirm && (
                <button type="button" className="tl-confirm" disabled={isPending} onClick={() => onConfirm(point)}>
                  {t(text.confirm)}
                </button>
              )
            )}
          </li>
        ))}
      </ul>
      {points.length > 0 && points.every(({ confirmed }) => confirmed !== null) && <output>{t(text.allConfirmed)}</output>}
    </>
  );
}
