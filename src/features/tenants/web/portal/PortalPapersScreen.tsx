import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Button, List } from "antd-mobile";
import { useRef, useState } from "react";
import { newId } from "#kernel/id.ts";
import { linkTo, query, refresh, type ReplyOf, upload } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { EmptyTeaching, MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import { getOwnPaperFile, getOwnPapers, handInOwn } from "../../contract/papers.ts";
import { isOwed, paperKinds, reviewStates, standings } from "../../rules/papers.ts";
import { text } from "../papers/text.ts";
import "./portal.css";

type Own = ReplyOf<typeof getOwnPapers>;
type Wanted = Own["wanted"][number];

/** Papers our company owes the house: each with how it stands and the way to send it. */
export function PortalPapersScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const { wanted, papers } = useSuspenseQuery(query(getOwnPapers, { params: { siteId } })).data;
  return (
    <MobilePage title={t(text.owed)}>
      {wanted.length === 0 && <EmptyTeaching title={t(text.nothingOwed)}>{t(text.nothingOwedHint)}</EmptyTeaching>}
      {wanted.length > 0 && <p className="paper-lead">{t(text.owedLead)}</p>}
      <ul className="paper-list">
        {wanted.map((one) => (
          <WantedPaper key={one.kind} siteId={siteId} wanted={one} refusal={papers.find(({ kind, state }) => kind === one.kind && state === "refused")?.refusal ?? ""} />
        ))}
      </ul>
      {papers.length > 0 && (
        <List header={t(text.sent)}>
          {papers.map(({ id, kind, state, handedInAt, validTo }) => (
            <List.Item
              key={id}
              description={[format.shortMoment(handedInAt), validTo && `${t(text.validTo)} ${format.day(validTo)}`].filter(Boolean).join(" · ")}
              extra={t(reviewStates[state])}
            >
              <a href={linkTo(getOwnPaperFile, { params: { siteId, paperId: id } })} target="_blank" rel="noreferrer">
                {t(paperKinds[kind])}
              </a>
            </List.Item>
          ))}
        </List>
      )}
    </MobilePage>
  );
}

function WantedPaper({ siteId, wanted: { kind, standing, validTo }, refusal }: { readonly siteId: string; readonly wanted: Wanted; readonly refusal: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const client = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [until, setUntil] = useState("");
  const owes = isOwed(standing) || standing === "expiring";

  async function send(file: File): Promise<void> {
    setSending(true);
    setFailure(null);
    try {
      await upload(handInOwn, { params: { siteId }, query: { id: newId(), kind, ...(until ? { validTo: until } : {}) }, body: file }, () => {});
      await refresh(client, "tenants", siteId);
    } catch (error) {
      setFailure(error);
    } finally {
      setSending(false);
    }
  }

  return (
    <li className="paper-item">
      <div className="paper-head">
        <strong>{t(paperKinds[kind])}</strong>
        <span className={`paper-tag ${owes ? "paper-tag-owed" : ""}`}>{t(standings[standing])}</span>
      </div>
      {validTo && <p>{`${t(text.validTo)} ${format.day(validTo)}`}</p>}
      {standing === "refused" && refusal && <p className="paper-refusal">{t(text.refusedBecause, { reason: refusal })}</p>}
      {owes && (
        <div className="paper-send">
          <label>
            {t(text.validUntil)}
            <input type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
          </label>
          <input
            ref={chooser}
            type="file"
            accept="image/*,application/pdf"
            hidden
            aria-label={t(paperKinds[kind])}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              event.target.value = "";
              if (file) void send(file);
            }}
          />
          <Button color="primary" loading={isSending} aria-label={`${t(text.send)} ${t(paperKinds[kind])}`} onClick={() => chooser.current?.click()}>
            {t(isSending ? text.sending : standing === "missing" ? text.send : text.sendAgain)}
          </Button>
        </div>
      )}
      <ProblemNote error={failure} />
    </li>
  );
}
