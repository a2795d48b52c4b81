import type { ReactNode } from "react";
import type { ReplyOf } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import type { getDifference } from "../contract.ts";
import { fieldNames, text } from "./text.ts";
import "./manual.css";

export type Change = ReplyOf<typeof getDifference>["changes"][number];

const tones = { added: "good", removed: "late", changed: "open", moved: "quiet" } as const;
const partNames = { chapter: text.chapterPart, clause: text.clausePart, standard: text.standardPart, parameter: text.parameterPart } as const;

/** What differs between two editions, entry by entry; changed words are marked inside their sentence. */
export function DifferenceList({ changes, action }: { readonly changes: readonly Change[]; readonly action?: (change: Change) => ReactNode }) {
  const { t, language } = useLanguage();
  if (changes.length === 0) return <EmptyTeaching title={t(text.noDifference)} />;
  return (
    <ol className="manual-changes">
      {changes.map((change) => (
        <li key={`${change.part} ${change.id}`}>
          <header>
            <StatusTag tone={tones[change.kind]}>{t(text[change.kind])}</StatusTag>
            <span className="tk-quiet">{t(partNames[change.part])}</span>
            <span>
              {change.clause} {t(change.name)}
            </span>
            {action?.(change)}
          </header>
          <dl>
            {change.texts.map(({ field, pieces }) => (
              <div key={field}>
                <dt>{nameOf(field, t)}</dt>
                <dd>
                  <Pieces pieces={pieces[language]} />
                  {pieces[language].every(({ kind }) => kind === "same") && <Pieces pieces={pieces[language === "zh" ? "en" : "zh"]} />}
                </dd>
              </div>
            ))}
            {change.values.map(({ field, before, after }) => (
              <div key={field}>
                <dt>{nameOf(field, t)}</dt>
                <dd>
                  {change.kind !== "added" && <del>{before ? t(before) : t(text.none)}</del>} {change.kind !== "added" && change.kind !== "removed" && "→"}{" "}
                  {change.kind !== "removed" && <ins>{after ? t(after) : t(text.none)}</ins>}
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  );
}

const Pieces = ({ pieces }: { readonly pieces: Change["texts"][number]["pieces"]["zh"] }) =>
  pieces.map(({ kind, text: piece }, index) =>
    kind === "same" ? <span key={index}>{piece}</span> : kind === "added" ? <ins key={index}>{piece}</ins> : <del key={index}>{piece}</del>,
  );

const nameOf = (field: string, t: ReturnType<typeof useLanguage>["t"]) => (field in fieldNames ? t(fieldNames[field as keyof typeof fieldNames]) : field);
