import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd-mobile";
import { useRef, useState } from "react";
import { linkTo, query, upload, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import { answerCase, attachOwn, getOwnCase, getOwnFile, rateOwnCase } from "../../contract/portal.ts";
import { entryText, text } from "../text.ts";
import { portalText } from "./text.ts";
import { OwedAnswer, StatusMark } from "./PortalCasesScreen.tsx";
import { RatingForm } from "./RatingForm.tsx";
import { Lines } from "./Lines.tsx";
import "./portal.css";

/** A case as its tenant follows it: what was promised and done, a word from either side, the rating. */
export function PortalCaseScreen({ siteId, caseId }: { readonly siteId: string; readonly caseId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { case: found, timeline, files } = useSuspenseQuery(query(getOwnCase, { params: { siteId, caseId } })).data;
  const rate = useCommand(rateOwnCase);
  const isRatable = found.rating.state === "open" || found.rating.state === "changeable";
  return (
    <MobilePage title={found.title} back={href("service/cases")}>
      <p className="portal-lead">
        <StatusMark found={found} /> <OwedAnswer found={found} />
      </p>
      <p className="portal-matter">{found.matter}</p>
      {isRatable && (
        <RatingForm
          onSend={(body) => rate.mutate({ params: { siteId, caseId }, body })}
          isPending={rate.isPending}
          error={rate.error}
          isChange={found.rating.state === "changeable"}
        />
      )}
      <ol className="portal-history">
        {timeline.map((entry) => (
          <li key={entry.id}>
            <strong>{t(entry.kind === "feedback" && !entry.facts.isResult ? text.progress : entryText[entry.kind])}</strong>
            <time>{format.shortMoment(entry.at)}</time>
            <div>{entry.actorName}</div>
            {entry.facts.promisedAt && <div>{t(portalText.promised, { at: format.shortMoment(entry.facts.promisedAt) })}</div>}
            {entry.text && <p>{entry.text}</p>}
          </li>
        ))}
      </ol>
      {files.length > 0 && (
        <ul className="portal-files" aria-label={t(text.files)}>
          {files.map(({ id, name, type }) => {
            const link = linkTo(getOwnFile, { params: { siteId, caseId, fileId: id } });
            return (
              <li key={id}>
                <a href={link} target="_blank" rel="noreferrer">
                  {type.startsWith("image/") ? <img src={link} alt={name} loading="lazy" /> : name}
                </a>
              </li>
            );
          })}
        </ul>
      )}
      {!found.archivedAt && <Answer siteId={siteId} caseId={caseId} />}
    </MobilePage>
  );
}

function Answer({ siteId, caseId }: { readonly siteId: string; readonly caseId: string }) {
  const { t } = useLanguage();
  const [words, setWords] = useState("");
  const [failure, setFailure] = useState<unknown>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const answer = useCommand(answerCase, { onDone: () => setWords("") });
  async function attach(files: readonly File[]): Promise<void> {
    setFailure(null);
    try {
      for (const file of files) await upload(attachOwn, { params: { siteId, caseId }, body: file }, () => {});
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <section className="portal-answer">
      <Lines label={t(portalText.addNote)} placeholder={t(portalText.addNote)} value={words} onChange={setWords} rows={3} maxLength={5000} />
      <ProblemNote error={answer.error ?? failure} />
      <div className="portal-buttons">
        <input ref={chooser} type="file" accept="image/*,application/pdf" multiple hidden onChange={(event) => void attach([...(event.target.files ?? [])])} />
        <Button onClick={() => chooser.current?.click()}>{t(portalText.addPhoto)}</Button>
        <Button color="primary" loading={answer.isPending} disabled={words.trim() === ""} onClick={() => answer.mutate({ params: { siteId, caseId }, body: { text: words } })}>
          {t(portalText.send)}
        </Button>
      </div>
    </section>
  );
}
