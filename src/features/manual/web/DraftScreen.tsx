import { useSuspenseQuery } from "@tanstack/react-query";
import { Form, Input, Modal } from "antd";
import { useState } from "react";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo } from "#platform/web/navigation.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { discardDraft, dropDraftClause, getDraft, publishDraft, startDraft } from "../contract.ts";
import { sayRule } from "../rules.ts";
import { ClauseDrawer } from "./ClauseDrawer.tsx";
import { DifferenceList } from "./DifferenceList.tsx";
import { StandardDrawer } from "./StandardDrawer.tsx";
import { text } from "./text.ts";
import "./manual.css";

export type Draft = NonNullable<ReplyOf<typeof getDraft>["draft"]>;

/** The next edition while it is written: what it changes, every clause to edit, and its publication. */
export function DraftScreen() {
  const { t } = useLanguage();
  const { draft } = useSuspenseQuery(query(getDraft, {})).data;
  const start = useCommand(startDraft);
  if (draft) return <DraftEditor draft={draft} />;
  return (
    <Page title={t(text.draft)} crumbs={[{ label: t(text.editions), href: "/manual/editions" }]}>
      <EmptyTeaching
        title={t(text.draftLead)}
        action={
          <Button type="primary" loading={start.isPending} onPress={() => start.mutate({})}>
            {t(text.startDraft)}
          </Button>
        }
      >
        {t(text.editionsLead)}
        <ProblemNote error={start.error} />
      </EmptyTeaching>
    </Page>
  );
}

type Chosen =
  | { readonly kind: "clause"; readonly id: string | null }
  | { readonly kind: "standard"; readonly id: string }
  | { readonly kind: "publish" }
  | { readonly kind: "discard" };

function DraftEditor({ draft }: { readonly draft: Draft }) {
  const { t } = useLanguage();
  const go = useGo();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const close = () => setChosen(null);
  const { edition, changes, against, book } = draft;
  const discard = useCommand(discardDraft, { onDone: () => go("/manual/editions") });
  return (
    <Page
      title={t(text.draftTitle, { number: edition.number })}
      lead={t(text.draftLead)}
      crumbs={[{ label: t(text.editions), href: "/manual/editions" }]}
      actions={
        <>
          <Button onPress={() => setChosen({ kind: "discard" })}>{t(text.discard)}</Button>
          <Button type="primary" unless={against} onPress={() => setChosen({ kind: "publish" })}>
            {t(text.publish)}
          </Button>
        </>
      }
    >
      <div className="tk-stack">
        <Section title={`${t(text.changes)} · ${t(text.difference, { number: draft.from.number })}`}>
          <DifferenceList changes={changes} />
        </Section>
        <Section title={t(text.clauses)} actions={<Button onPress={() => setChosen({ kind: "clause", id: null })}>{t(text.addClause)}</Button>}>
          <DraftClauses draft={draft} onChoose={setChosen} />
        </Section>
      </div>
      {chosen?.kind === "clause" && <ClauseDrawer draft={draft} clause={book.clauses.find(({ id }) => id === chosen.id) ?? null} onClose={close} />}
      {chosen?.kind === "standard" && <StandardDrawer draft={draft} standard={book.standards.find(({ id }) => id === chosen.id)!} onClose={close} />}
      {chosen?.kind === "publish" && <PublishDrawer draft={draft} onClose={close} />}
      <Modal
        title={t(text.discardTitle)}
        open={chosen?.kind === "discard"}
        onCancel={close}
        okText={t(text.discard)}
        confirmLoading={discard.isPending}
        onOk={() => discard.mutate({ query: { version: String(edition.version) } })}
      >
        {t(text.discardHint, { count: changes.length })}
        <ProblemNote error={discard.error} />
      </Modal>
    </Page>
  );
}

function DraftClauses({ draft: { book, edition }, onChoose }: { readonly draft: Draft; readonly onChoose: (chosen: Chosen) => void }) {
  const { t } = useLanguage();
  const drop = useCommand(dropDraftClause);
  return (
    <div className="manual-draft-clauses">
      <ProblemNote error={drop.error} onClose={() => drop.reset()} />
      {book.chapters.map(({ id, title }) => {
        const clauses = book.clauses.filter(({ chapter }) => chapter === id);
        if (clauses.length === 0) return null;
        return (
          <section key={id}>
            <h3>
              {id.startsWith("preface") ? "" : id} {t(title)}
            </h3>
            <ul>
              {clauses.flatMap((clause) => {
                const standards = book.standards.filter((standard) => standard.clause === clause.id);
                return [
                  <li key={clause.id}>
                    <span>
                      <span className="manual-number">{clause.id}</span> {t(clause.title)}
                    </span>
                    <span className="tk-actions">
                      <Button size="small" aria-label={`${t(text.edit)} ${clause.id}`} onPress={() => onChoose({ kind: "clause", id: clause.id })}>
                        {t(text.edit)}
                      </Button>
                      {standards.length === 0 && (
                        <Button
                          size="small"
                          aria-label={`${t(text.removeClause)} ${clause.id}`}
                          loading={drop.isPending}
                          onPress={() => drop.mutate({ params: { clauseId: clause.id }, query: { version: String(edition.version) } })}
                        >
                          {t(text.removed)}
                        </Button>
                      )}
                    </span>
                  </li>,
                  ...standards.map((standard) => (
                    <li key={standard.id} className="manual-draft-standard">
                      <span>
                        {t(text.standard)}：{t(standard.name)} {standard.limit && `· ${t(sayRule(standard.limit, book.parameters))}`} · {standard.target} %
                      </span>
                      <Button size="small" aria-label={t(text.editStandard, { name: standard.name })} onPress={() => onChoose({ kind: "standard", id: standard.id })}>
                        {t(text.edit)}
                      </Button>
                    </li>
                  )),
                ];
              })}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function PublishDrawer({ draft: { edition, earliest }, onClose }: { readonly draft: Draft; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const go = useGo();
  const publish = useCommand(publishDraft, { onDone: ({ id }) => go(`/manual/editions/${id}`) });
  return (
    <FormDrawer<{ effectiveFrom: string; note?: string }>
      title={t(text.publishTitle, { number: edition.number })}
      open
      onClose={onClose}
      initial={{ effectiveFrom: earliest }}
      submit={text.publish}
      onSubmit={({ effectiveFrom, note }) => publish.mutate({ body: { version: edition.version, effectiveFrom, note: note ?? "" } })}
      isPending={publish.isPending}
      error={publish.error}
    >
      <p className="tk-quiet">{t(text.publishHint)}</p>
      <Form.Item name="effectiveFrom" label={t(text.effectiveFrom)} rules={[{ required: true }]}>
        <DayInput min={earliest} max="2200-12-31" />
      </Form.Item>
      <Form.Item name="note" label={t(text.note)}>
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
    </FormDrawer>
  );
}
