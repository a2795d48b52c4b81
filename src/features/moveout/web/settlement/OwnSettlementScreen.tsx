import { useSuspenseQuery } from "@tanstack/react-query";
import { Button, TextArea } from "antd-mobile";
import { useState } from "react";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import { answerOwnItem, getOwnSettlement } from "../../contract/settlement.ts";
import { itemStates } from "../../rules/settlementItems.ts";
// It brings the sentences, too, for what stands against an act.
import { sheetStates } from "../../rules/settlementGates.ts";
import { Account, type Item, ItemFacts, Twins } from "./parts.tsx";
import { text } from "./text.ts";

/** Our settlement: each line to accept or dispute, the sheet with its working, the way to sign it. Manual 2.1.3-4, 2.1.4-1. */
export function OwnSettlementScreen({ siteId, caseId }: { readonly siteId: string; readonly caseId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { no, leavingOn, net, lines, items, sheets } = useSuspenseQuery(query(getOwnSettlement, { params: { siteId, caseId } })).data;
  const inForce = sheets.find(({ state }) => state !== "superseded");
  return (
    <MobilePage title={`${t(text.title)} ${no}`}>
      <p className="settle-quiet">{t(text.leaving, { day: format.day(leavingOn) })}</p>
      {inForce ? (
        <>
          <p>
            {t(text.version, { n: inForce.version })} · {t(sheetStates[inForce.state])}
          </p>
          {inForce.reservation && <p className="settle-quiet">{inForce.reservation}</p>}
          <Link href={href(`documents/${inForce.documentId}`)}>{t(text.toSign)}</Link>
        </>
      ) : (
        <p>{t(text.notYet)}</p>
      )}
      {items.length > 0 && <p className="settle-quiet">{t(text.ownLead)}</p>}
      <ul className="settle-items">
        {items.map((item) => (
          <li key={item.id} className="settle-item">
            <h3>{item.title}</h3>
            <p className="settle-quiet">{[item.place, t(itemStates[item.state])].filter(Boolean).join(" · ")}</p>
            {item.twin && <Twins siteId={siteId} twin={item.twin} isOwn />}
            <ItemFacts item={item} />
            {inForce?.state !== "agreed" && item.state !== "waived" && <Answer siteId={siteId} caseId={caseId} item={item} />}
          </li>
        ))}
      </ul>
      {lines.length > 0 && <Account lines={lines} net={net} />}
    </MobilePage>
  );
}

function Answer({ siteId, caseId, item }: { readonly siteId: string; readonly caseId: string; readonly item: Item }) {
  const { t } = useLanguage();
  const [why, setWhy] = useState<string | null>(null);
  const answer = useCommand(answerOwnItem, { onDone: () => setWhy(null) });
  const say = (said: "accepted" | "disputed", reason: string) =>
    answer.mutate({ params: { siteId, caseId, itemId: item.id }, body: { version: item.version, said, text: reason } });
  return (
    <>
      <div className="settle-acts">
        {item.state !== "accepted" && (
          <Button size="small" color="primary" loading={answer.isPending} onClick={() => say("accepted", "")}>
            {t(text.accept)}
          </Button>
        )}
        <Button size="small" aria-expanded={why !== null} onClick={() => setWhy(why === null ? "" : null)}>
          {t(text.dispute)}
        </Button>
      </div>
      {why !== null && (
        <>
          <label>
            {t(text.why)}
            <TextArea rows={3} maxLength={500} value={why} onChange={setWhy} />
          </label>
          <Button size="small" disabled={why.trim() === ""} loading={answer.isPending} onClick={() => say("disputed", why.trim())}>
            {t(text.send)}
          </Button>
        </>
      )}
      <ProblemNote error={answer.error} />
    </>
  );
}
