import { useLanguage } from "#platform/web/language.tsx";
import { linkTo } from "#platform/web/client.ts";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import { getPhoto } from "../contract/facts.ts";
import { type Condition, conditions, type InspectionStage, inspectionStages } from "../rules/names.ts";
import { text } from "./text.ts";
import "./handover.css";

const stageTones: Readonly<Record<InspectionStage, Tone>> = { waiting: "unknown", underWay: "open", oneSigned: "warn", signed: "good", withdrawn: "quiet" };

export function StageTag({ stage }: { readonly stage: InspectionStage }) {
  const { t } = useLanguage();
  return <StatusTag tone={stageTones[stage]}>{t(inspectionStages[stage])}</StatusTag>;
}

export function ConditionTag({ condition }: { readonly condition: Condition | null }) {
  const { t } = useLanguage();
  if (condition === null) return <StatusTag tone="unknown">{t(text.notChecked)}</StatusTag>;
  return <StatusTag tone={condition === "ok" ? "good" : "late"}>{t(conditions[condition])}</StatusTag>;
}

/** How many items were looked at, and what stands out. */
export function Counts({
  counts,
}: {
  readonly counts: { readonly items: number; readonly checked: number; readonly defects: number; readonly disputes: number; readonly unanswered: number };
}) {
  const { t } = useLanguage();
  const told = [
    [text.defectCount, counts.defects],
    [text.disputes, counts.disputes],
    [text.openQuestions, counts.unanswered],
  ] as const;
  return (
    <>
      {counts.checked}/{counts.items}
      {told
        .filter(([, count]) => count > 0)
        .map(([label, count]) => (
          <span key={label.en} className="tk-quiet">
            {" "}
            · {t(label)} {count}
          </span>
        ))}
    </>
  );
}

/** Photos by their hash, each opening in its full size. */
export function Photos({ siteId, hashes, what }: { readonly siteId: string; readonly hashes: readonly string[]; readonly what: string }) {
  const { t } = useLanguage();
  if (hashes.length === 0) return null;
  return (
    <ul className="handover-photos">
      {hashes.map((hash, index) => {
        const href = linkTo(getPhoto, { params: { siteId, hash } });
        return (
          <li key={hash}>
            <a href={href} target="_blank" rel="noreferrer">
              <img src={href} alt={t(text.photo, { number: index + 1, what })} loading="lazy" />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
