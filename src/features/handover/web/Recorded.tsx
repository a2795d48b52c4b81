import { sayProblem } from "#kernel/problem.ts";
import { linkTo, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { meterKinds } from "#features/meters/rules.ts";
import { type getInspection, getPhoto, handoverRights, passReadings } from "../contract.ts";
import { type InspectionState, inspectionParties, signatureMeans } from "../rules.ts";
import { Photos } from "./parts.tsx";
import { sayValues } from "./say.ts";
import { text } from "./text.ts";

type Page = ReplyOf<typeof getInspection>;

/** The latest signature of each party, as evidence: who, how, when by both clocks, under which content. */
export function Signatures({ siteId, signatures, facts }: { readonly siteId: string; readonly signatures: InspectionState["signatures"]; readonly facts: Page["facts"] }) {
  const { t } = useLanguage();
  const format = useFormat();
  return (
    <Section title={t(text.signatures)}>
      {signatures.length === 0 && <EmptyTeaching title={t(text.noSignatures)} />}
      <div className="handover-signatures">
        {signatures.map((signature) => {
          const received = facts.find(({ id }) => id === signature.factId)?.receivedAt;
          return (
            <div key={signature.factId} className="handover-signature">
              <strong>
                {t(inspectionParties[signature.party])} {signature.name}
              </strong>{" "}
              {!signature.holds && <StatusTag tone="warn">{t(text.void)}</StatusTag>}
              <img
                src={linkTo(getPhoto, { params: { siteId, hash: signature.image } })}
                alt={t(text.signatureOf, { party: t(inspectionParties[signature.party]) })}
                loading="lazy"
              />
              <div className="tk-quiet">
                {t(signatureMeans[signature.means])} · {t(text.clocks, { device: format.moment(signature.at), server: received ? format.moment(received) : "—" })}
              </div>
              {signature.disagreement && <p>{t(text.reservation, { text: signature.disagreement })}</p>}
              <div className="tk-quiet handover-hash">
                {t(text.contentHash)} {signature.contentHash}
              </div>
            </div>
          );
        })}
      </div>
    </Section>
  );
}

/** What the meters showed, and whether they took it. */
export function Meters({ siteId, page, readings }: { readonly siteId: string; readonly page: Page; readonly readings: InspectionState["meters"] }) {
  const { t, language } = useLanguage();
  const may = useMay();
  const pass = useCommand(passReadings);
  const isRefused = page.passed.some(({ readingId }) => readingId === null);
  const meterOf = (id: string) => page.meters.find((meter) => meter.id === id);
  return (
    <Section
      title={t(text.meters)}
      actions={
        isRefused &&
        may(handoverRights.inspect) && (
          <Button loading={pass.isPending} onPress={() => pass.mutate({ params: { siteId, inspectionId: page.id } })}>
            {t(text.passAgain)}
          </Button>
        )
      }
    >
      <ProblemNote error={pass.error} />
      <DataTable
        label={t(text.meters)}
        rows={readings}
        rowKey={({ meterId }) => meterId}
        empty={<EmptyTeaching title={t(text.noMeters)} />}
        columns={[
          { key: "meter", title: t(text.meter), card: "heading", render: ({ meterId }) => meterOf(meterId)?.meterNo ?? meterId },
          {
            key: "kind",
            title: t(text.kind),
            width: "120px",
            render: ({ meterId }) => {
              const kind = meterOf(meterId)?.kind;
              return kind ? t(meterKinds[kind]) : "—";
            },
          },
          {
            key: "reading",
            title: t(text.reading),
            render: ({ values, remark, photo }) => (
              <>
                {sayValues(values, language)} {remark && <span className="tk-quiet">{remark}</span>}
                <Photos siteId={siteId} hashes={photo ? [photo] : []} what={t(text.meter)} />
              </>
            ),
          },
          {
            key: "passed",
            title: t(text.passed),
            width: "260px",
            card: "mark",
            render: ({ meterId }) => {
              const passed = page.passed.find((one) => one.meterId === meterId);
              if (!passed) return <span className="tk-quiet">{t(text.passesOnSigning)}</span>;
              if (passed.readingId) return <StatusTag tone="good">{t(text.isPassed)}</StatusTag>;
              return <StatusTag tone="late">{t(text.isRefused, { reason: passed.refused.map((problem) => sayProblem(problem, language)).join(" ") })}</StatusTag>;
            },
          },
        ]}
      />
    </Section>
  );
}

export function Keys({ keys }: { readonly keys: InspectionState["keys"] }) {
  const { t } = useLanguage();
  return (
    <Section title={t(text.keys)}>
      <DataTable
        label={t(text.keys)}
        rows={keys}
        rowKey={({ place }) => place}
        empty={<EmptyTeaching title={t(text.noKeys)} />}
        columns={[
          { key: "place", title: t(text.keyPlace), card: "heading", render: ({ place }) => place },
          { key: "count", title: t(text.count), width: "120px", align: "end", card: "mark", render: ({ count }) => count },
        ]}
      />
    </Section>
  );
}

/** Every question with its answer. Manual 2.1.2-4. */
export function Questions({ questions }: { readonly questions: InspectionState["questions"] }) {
  const { t } = useLanguage();
  return (
    <Section title={t(text.questions)}>
      <DataTable
        label={t(text.questions)}
        rows={questions}
        rowKey={({ id }) => id}
        empty={<EmptyTeaching title={t(text.noQuestions)} />}
        columns={[
          { key: "text", title: t(text.questions), card: "heading", render: ({ text: asked, isLater }) => (isLater ? `${asked} · ${t(text.later)}` : asked) },
          {
            key: "answer",
            title: t(text.answer),
            render: ({ answer }) => (answer === null ? <StatusTag tone="warn">{t(text.noAnswer)}</StatusTag> : answer.isLater ? `${answer.text} · ${t(text.later)}` : answer.text),
          },
        ]}
      />
    </Section>
  );
}
