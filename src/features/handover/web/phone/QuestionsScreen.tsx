import { useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { Act, Field, PhonePage } from "#ui/phone/index.ts";
import type { Question } from "../../rules.ts";
import { label, useInspection, useRecord } from "./inspection.ts";
import { UnknownInspection } from "./InspectionScreen.tsx";
import { text } from "./text.ts";

/** What the tenant asks, each with its answer; after both have signed as well. Manual 2.1.2-4. */
export function QuestionsScreen({ siteId, inspectionId }: { readonly siteId: string; readonly inspectionId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const inspection = useInspection(siteId, inspectionId);
  const record = useRecord(siteId, inspectionId);
  const [asked, setAsked] = useState("");
  if (!inspection) return <UnknownInspection />;
  const { assignment, state } = inspection;
  const ask = async () => {
    const question = asked.trim();
    await record([{ kind: "questionAsked", data: { text: question }, label: label(text.factQuestion, { text: question }) }]);
    setAsked("");
  };
  return (
    <PhonePage
      title={t(text.questions)}
      lead={assignment.place}
      back={href(`handover/${inspectionId}`)}
      acts={
        <>
          <Field label={t(text.ask)}>
            <textarea rows={2} maxLength={500} value={asked} onChange={({ target }) => setAsked(target.value)} />
          </Field>
          <Act disabled={asked.trim() === ""} onClick={() => void ask()}>
            {t(text.addQuestion)}
          </Act>
        </>
      }
    >
      {state.questions.length === 0 && <p className="ph-quiet">{t(text.noQuestions)}</p>}
      {state.questions.map((question) => (
        <QuestionCard
          key={question.id}
          question={question}
          onAnswer={(answer) => record([{ kind: "questionAnswered", data: { questionId: question.id, text: answer }, label: label(text.factAnswer, { text: answer }) }])}
        />
      ))}
    </PhonePage>
  );
}

function QuestionCard({ question, onAnswer }: { readonly question: Question; readonly onAnswer: (answer: string) => Promise<void> }) {
  const { t } = useLanguage();
  const [answer, setAnswer] = useState("");
  const [isOpen, setOpen] = useState(question.answer === null);
  const save = async () => {
    await onAnswer(answer.trim());
    setOpen(false);
  };
  return (
    <section className="ph-card" aria-label={question.text}>
      <h2>{question.text}</h2>
      {question.answer ? <p>{question.answer.text}</p> : <p className="ph-warning">{t(text.unanswered)}</p>}
      {isOpen ? (
        <>
          <Field label={t(text.answer)}>
            <textarea rows={2} maxLength={1000} value={answer} onChange={({ target }) => setAnswer(target.value)} />
          </Field>
          <Act kind="quiet" disabled={answer.trim() === ""} onClick={() => void save()}>
            {t(text.addAnswer)}
          </Act>
        </>
      ) : (
        <button type="button" className="ph-link" onClick={() => setOpen(true)}>
          {t(text.change)}
        </button>
      )}
    </section>
  );
}
