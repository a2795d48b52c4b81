import { Button, Checkbox } from "antd-mobile";
import { useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { ProblemNote } from "#ui/mobile/index.ts";
import { scoreNames, type ScoreName } from "../../rules/callback.ts";
import { text } from "../text.ts";
import { Lines } from "./Lines.tsx";
import "./portal.css";

export interface RatingValues {
  readonly speed: number;
  readonly attitude: number;
  readonly quality: number;
  readonly result: number;
  readonly isUnresolved: boolean;
  readonly opinion: string;
}

const names = Object.keys(scoreNames) as ScoreName[];

/** Four questions from 1 to 5, and whether something is still left undone. */
export function RatingForm({
  onSend,
  isPending,
  error,
  isChange,
  initial,
}: {
  readonly onSend: (values: RatingValues) => void;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly isChange: boolean;
  readonly initial?: RatingValues;
}) {
  const { t } = useLanguage();
  const [scores, setScores] = useState<Readonly<Partial<Record<ScoreName, number>>>>(initial ?? {});
  const [isUnresolved, setUnresolved] = useState(initial?.isUnresolved ?? false);
  const [opinion, setOpinion] = useState(initial?.opinion ?? "");
  const { speed, attitude, quality, result } = scores;
  const isComplete = speed !== undefined && attitude !== undefined && quality !== undefined && result !== undefined;
  return (
    <section className="portal-rating">
      <h2>{t(text.rate)}</h2>
      {names.map((name) => (
        <fieldset key={name}>
          <legend>{t(scoreNames[name])}</legend>
          {[1, 2, 3, 4, 5].map((score) => (
            <label key={score} className={scores[name] === score ? "portal-score portal-score-chosen" : "portal-score"}>
              <input type="radio" name={name} value={score} checked={scores[name] === score} onChange={() => setScores({ ...scores, [name]: score })} />
              {score}
            </label>
          ))}
        </fieldset>
      ))}
      <Checkbox checked={isUnresolved} onChange={setUnresolved}>
        {t(text.unresolved)}
      </Checkbox>
      <Lines label={t(text.opinion)} placeholder={t(text.opinion)} value={opinion} onChange={setOpinion} rows={3} maxLength={2000} />
      <ProblemNote error={error} />
      <Button
        block
        color="primary"
        size="large"
        disabled={!isComplete}
        loading={isPending}
        onClick={() => {
          if (isComplete) onSend({ speed, attitude, quality, result, isUnresolved, opinion });
        }}
      >
        {t(isChange ? text.changeRating : text.submitRating)}
      </Button>
    </section>
  );
}
