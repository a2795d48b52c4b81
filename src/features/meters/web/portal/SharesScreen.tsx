import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Collapse, InfiniteScroll, TextArea } from "antd-mobile";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { infinite, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { EmptyTeaching, MobilePage, Pending, ProblemNote } from "#ui/mobile/index.ts";
import { listOwnShares, objectToShare } from "../../contract/charges.ts";
import { bases, kindUnits, lineKinds, meterKinds, settlementStates } from "../../rules/names.ts";
import { sayUsage } from "../../rules/working.ts";
// What stands against an act comes as codes: this brings the sentences for them.
import "../../rules/problems.ts";
import { text } from "../text.ts";
import "./shares.css";

type Share = ReplyOf<typeof listOwnShares>["items"][number];

/** What was published for our company: each line with its arithmetic, and the way to object while there is time. */
export function SharesScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const shares = useInfiniteQuery(infinite(listOwnShares, { params: { siteId }, query: { limit: 12 } }));
  if (shares.isPending) return <Pending />;
  return (
    <MobilePage title={t(text.shares)}>
      <ProblemNote error={shares.error} />
      {shares.data?.length === 0 && <EmptyTeaching title={t(text.sharesEmpty)}>{t(text.sharesEmptyHint)}</EmptyTeaching>}
      {shares.data?.map((share) => (
        <section key={share.id} className="share" aria-label={t(text.shareMonth, { month: share.month, kind: t(meterKinds[share.kind]) })}>
          <header>
            <h2>{t(text.shareMonth, { month: format.month(share.month), kind: t(meterKinds[share.kind]) })}</h2>
            <strong>{yuanText(share.owed)}</strong>
          </header>
          <p className="share-quiet">
            {t(settlementStates[share.state])} · {t(text.dueOn)} {format.day(share.dueOn)} · {t(text.commonBasis)}: {t(bases[share.common])} · {t(text.lossBasis)}:{" "}
            {t(bases[share.loss])}
          </p>
          <Lines share={share} />
          <Objections siteId={siteId} share={share} />
        </section>
      ))}
      {shares.hasNextPage && <InfiniteScroll loadMore={async () => void (await shares.fetchNextPage())} hasMore={shares.hasNextPage} />}
    </MobilePage>
  );
}

function Lines({ share }: { readonly share: Share }) {
  const { t, language } = useLanguage();
  return (
    <Collapse>
      {share.items.map((line) => (
        <Collapse.Panel
          key={line.id}
          title={
            <span className="share-line">
              <span>
                {t(lineKinds[line.kind])} <span className="share-quiet">{t(text.perUnit, { quantity: line.quantity, unit: kindUnits[share.kind] })}</span>
              </span>
              <span>{yuanText(line.amount)}</span>
            </span>
          }
        >
          <p>{line.label}</p>
          <ul>
            {sayUsage(line, language).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Collapse.Panel>
      ))}
    </Collapse>
  );
}

function Objections({ siteId, share }: { readonly siteId: string; readonly share: Share }) {
  const { t } = useLanguage();
  const format = useFormat();
  const [said, setSaid] = useState<string | null>(null);
  const object = useCommand(objectToShare, { onDone: () => setSaid(null) });
  return (
    <>
      {share.objections.map((objection) => (
        <p key={objection.id} className="share-objection">
          {t(text.yourObjection)}: {objection.said}
          <br />
          {objection.answer ? `${t(text.answer)}: ${objection.answer}` : t(text.notAnswered)}
        </p>
      ))}
      {share.state === "published" &&
        (said === null ? (
          <Button size="small" onClick={() => setSaid("")}>
            {t(text.object)} · {t(text.objectHint, { day: format.day(share.objectionsUntil) })}
          </Button>
        ) : (
          <>
            <TextArea aria-label={t(text.said)} placeholder={t(text.said)} rows={3} maxLength={1000} value={said} onChange={setSaid} />
            <ProblemNote error={object.error} />
            <Button
              color="primary"
              size="small"
              loading={object.isPending}
              disabled={said.trim() === ""}
              onClick={() => object.mutate({ params: { siteId, settlementId: share.id }, body: { id: newId(), said: said.trim() } })}
            >
              {t(text.send)}
            </Button>
          </>
        ))}
    </>
  );
}
