import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { infinite, linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useSession } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching, Pending } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { getPhoto, listReviews, reviewReading, reviewReplacement } from "../contract.ts";
import { doubtNames, kindUnits, metersProblems, readingStates } from "../rules.ts";
import { type Reading, sayValues } from "./say.ts";
import { text } from "./text.ts";
import "./meters.css";

type Replacement = ReplyOf<typeof listReviews>["replacements"][number];

/** The desk of the second person: doubtful readings and replacements, each with all it takes to decide. */
export function ReviewScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const request = { params: { siteId }, query: {} };
  const readings = useInfiniteQuery(infinite(listReviews, request));
  const replacements = useQuery(query(listReviews, request)).data?.replacements ?? [];
  const [sendingBack, setSendingBack] = useState<Reading | null>(null);
  const review = useCommand(reviewReading, { onDone: () => setSendingBack(null) });
  if (readings.isPending) return <Pending />;
  const list = readings.data ?? [];
  return (
    <Page title={t(text.review)} lead={t(text.reviewLead)} width="reading">
      <ProblemNote error={readings.error} />
      {list.length === 0 && replacements.length === 0 && <EmptyTeaching title={t(text.nothingToReview)}>{t(text.nothingToReviewHint)}</EmptyTeaching>}
      {replacements.length > 0 && (
        <Section title={t(text.replacements)}>
          <div className="review-list">
            {replacements.map((replacement) => (
              <ReplacementCard key={replacement.id} siteId={siteId} replacement={replacement} />
            ))}
          </div>
        </Section>
      )}
      {list.length > 0 && (
        <Section title={t(text.readings)}>
          <div className="review-list">
            {list.map((reading) => (
              <ReadingCard key={reading.id} siteId={siteId} reading={reading} onSendBack={() => setSendingBack(reading)} />
            ))}
          </div>
          {readings.hasNextPage && <Button onPress={() => void readings.fetchNextPage()}>{t(text.all)}</Button>}
        </Section>
      )}
      <ConfirmWithReason
        title={t(text.sendBackTitle, { meterNo: sendingBack?.meterNo ?? "" })}
        open={sendingBack !== null}
        onClose={() => setSendingBack(null)}
        onConfirm={(note) => sendingBack && review.mutate({ params: { siteId, readingId: sendingBack.id }, body: { decision: "sentBack", note } })}
        isPending={review.isPending}
        error={review.error}
      />
    </Page>
  );
}

function ReadingCard({ siteId, reading, onSendBack }: { readonly siteId: string; readonly reading: Reading; readonly onSendBack: () => void }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { person } = useSession();
  const confirm = useCommand(reviewReading);
  const unit = kindUnits[reading.kind];
  const against = reading.readerId === person.id ? [metersProblems.ownReading()] : [];
  return (
    <article className="review-card">
      <header>
        <strong>
          <Link href={href(`meters/ledger/${reading.meterId}`)}>{reading.meterNo}</Link>
        </strong>
        <span className="tk-quiet">{reading.place}</span>
        {reading.doubts.map((doubt) => (
          <StatusTag key={doubt} tone="warn">
            {t(doubtNames[doubt])}
          </StatusTag>
        ))}
      </header>
      <Facts
        facts={[
          { label: t(text.previous), value: sayValues(reading.previous, language) },
          { label: t(text.current), value: sayValues(reading.values, language) },
          { label: t(text.use), value: `${reading.usage} ${unit}` },
          { label: t(text.deviation), value: reading.deviation === null ? "—" : `${reading.deviation} %` },
          { label: t(text.state), value: t(readingStates[reading.state]) },
          { label: t(text.reader), value: `${reading.readerName} · ${format.shortMoment(reading.readAt)}` },
          { label: t(text.remark), value: reading.remark || "—" },
        ]}
      />
      {reading.parts.some(({ hasRolledOver }) => hasRolledOver) && (
        <p>
          {reading.parts
            .filter(({ hasRolledOver }) => hasRolledOver)
            .map(({ from, to, digits, multiplier, quantity }) => `(10^${digits} − ${from} + ${to}) × ${multiplier} = ${quantity} ${unit}`)
            .join("; ")}
        </p>
      )}
      {reading.photoId ? (
        <a href={linkTo(getPhoto, { params: { siteId, readingId: reading.id } })} target="_blank" rel="noreferrer">
          <img src={linkTo(getPhoto, { params: { siteId, readingId: reading.id } })} alt={`${t(text.photo)} ${reading.meterNo}`} loading="lazy" />
        </a>
      ) : (
        <p className="tk-quiet">{t(text.photoMissing)}</p>
      )}
      <ProblemNote error={confirm.error} />
      <div className="tk-row">
        <Button
          type="primary"
          loading={confirm.isPending}
          unless={against}
          onPress={() => confirm.mutate({ params: { siteId, readingId: reading.id }, body: { decision: "confirmed" } })}
        >
          {t(text.confirm)}
        </Button>
        <Button onPress={onSendBack}>{t(text.sendBack)}</Button>
      </div>
    </article>
  );
}

function ReplacementCard({ siteId, replacement }: { readonly siteId: string; readonly replacement: Replacement }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { person } = useSession();
  const review = useCommand(reviewReplacement);
  const decide = (decision: "confirmed" | "rejected") => review.mutate({ params: { siteId, replacementId: replacement.id }, body: { decision } });
  const against = replacement.recordedBy === person.id ? [metersProblems.ownReplacement()] : [];
  return (
    <article className="review-card">
      <header>
        <strong>
          <Link href={href(`meters/ledger/${replacement.meterId}`)}>{t(text.replacedFromTo, { old: replacement.oldMeterNo, new: replacement.newMeterNo })}</Link>
        </strong>
        <span className="tk-quiet">{replacement.place}</span>
      </header>
      <Facts
        facts={[
          { label: t(text.replacedAt), value: format.shortMoment(replacement.replacedAt) },
          { label: t(text.oldFinal), value: `${sayValues(replacement.oldFinal, language)} × ${replacement.oldMultiplier}` },
          { label: t(text.newOpening), value: `${sayValues(replacement.newOpening, language)} × ${replacement.newMultiplier}` },
          { label: t(text.reason), value: `${replacement.reason} · ${t(text.recordedBy, { name: replacement.recordedByName })}` },
        ]}
      />
      <ProblemNote error={review.error} />
      <div className="tk-row">
        <Button type="primary" loading={review.isPending} unless={against} onPress={() => decide("confirmed")}>
          {t(text.confirm)}
        </Button>
        <Button onPress={() => decide("rejected")}>{t(text.reject)}</Button>
      </div>
    </article>
  );
}
