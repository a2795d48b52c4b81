import { keepPreviousData, useInfiniteQuery, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Alert, Progress, Select } from "antd";
import { useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { sayProblem } from "#kernel/problem.ts";
import { infinite, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { Pending } from "#ui/states.tsx";
import { getStatement, getStatementSheet, listRefusedRows, mapStatement, paymentsRights, runStatement, undoStatement } from "../contract.ts";
import { type StatementColumn, statementColumnNames, statementColumns, type StatementMapping, whyNotRead } from "../rules.ts";
import { useEntities } from "./parts.ts";
import "./payments.css";
import { StatementTag } from "./StatementTag.tsx";
import { text } from "./text.ts";

type Statement = ReplyOf<typeof getStatement>;
const askAgainMs = 800;

/** One statement at the step it has come to: its columns, what it holds, what was refused. */
export function StatementScreen({ siteId, statementId }: { readonly siteId: string; readonly statementId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const { nameOf } = useEntities(siteId);
  const isBusy = (status: string | undefined) => status === "previewing" || status === "running";
  const statement = useSuspenseQuery({
    ...query(getStatement, { params: { siteId, statementId } }),
    refetchInterval: ({ state }) => (isBusy(state.data?.status) ? askAgainMs : false),
  }).data;
  const [isMapping, setMapping] = useState(false);
  const { status, counts, problems, progress } = statement;
  const maps = may(paymentsRights.take) && (status === "draft" || status === "failed" || (status === "previewed" && isMapping));
  return (
    <Page
      title={statement.fileName}
      mark={<StatementTag status={status} />}
      lead={`${nameOf(statement.entityId)} · ${statement.createdByName} · ${format.moment(statement.createdAt)}`}
      crumbs={[{ label: t(text.statements), href: href("payments/statements") }, { label: statement.fileName }]}
    >
      {status === "failed" && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t(text.failed)}
          description={(problems ?? []).map((problem) => sayProblem(named(problem, language), language)).join(" ")}
        />
      )}
      {maps && <Mapping siteId={siteId} statement={statement} onDone={() => setMapping(false)} />}
      {isBusy(status) && (
        <div role="status">
          <p>{t(text.working, progress)}</p>
          <Progress percent={progress.all === 0 ? 0 : Math.round((100 * progress.done) / progress.all)} aria-label={t(text.working, progress)} status="active" />
        </div>
      )}
      {counts && !maps && !isBusy(status) && (
        <Facts
          facts={[
            { label: t(text.period), value: counts.from ? `${counts.from} — ${counts.to}` : "—" },
            { label: t(text.received), value: `${yuanText(counts.received.amount)}（${counts.received.lines}）` },
            { label: t(text.paidOut), value: `${yuanText(counts.paid.amount)}（${counts.paid.lines}）` },
            {
              label: t(text.lines),
              value: [t(text.goodRows, { count: counts.good }), t(text.refusedRows, { count: counts.refused }), t(text.duplicates, { count: counts.duplicates })].join(" · "),
            },
          ]}
        />
      )}
      {status === "previewed" && !maps && may(paymentsRights.take) && <RunActs siteId={siteId} statement={statement} onMap={() => setMapping(true)} />}
      {status === "done" && <DoneActs siteId={siteId} statement={statement} />}
      {counts && counts.refused > 0 && !maps && !isBusy(status) && <Refused siteId={siteId} statementId={statementId} />}
    </Page>
  );
}

const named = (problem: { readonly code: string; readonly facts: Record<string, unknown> }, language: "zh" | "en") => {
  const field = problem.facts["field"];
  const facts = typeof field === "string" && field in statementColumns ? { ...problem.facts, field: statementColumns[field as StatementColumn].name[language] } : problem.facts;
  return { code: problem.code, facts };
};

function RunActs({ siteId, statement: { id, counts }, onMap }: { readonly siteId: string; readonly statement: Statement; readonly onMap: () => void }) {
  const { t } = useLanguage();
  const run = useCommand(runStatement);
  const send = (choice: "allOrNothing" | "goodRows") => run.mutate({ params: { siteId, statementId: id }, body: { choice } });
  const none = (counts?.good ?? 0) === 0 ? [{ sentence: t(text.goodRows, { count: 0 }) }] : [];
  const refused = counts?.refused ?? 0;
  return (
    <>
      <ProblemNote error={run.error} />
      <div className="payments-acts">
        <Button type="primary" unless={none} loading={run.isPending} onPress={() => send(refused === 0 ? "allOrNothing" : "goodRows")}>
          {t(refused === 0 ? text.runAll : text.runGood)}
        </Button>
        <Button onPress={onMap}>{t(text.changeMapping)}</Button>
      </div>
    </>
  );
}

function DoneActs({ siteId, statement: { id } }: { readonly siteId: string; readonly statement: Statement }) {
  const { t } = useLanguage();
  const href = useHref();
  const may = useMay();
  const undo = useCommand(undoStatement);
  return (
    <>
      <ProblemNote error={undo.error} />
      <div className="payments-acts">
        <Link href={href("payments/desk")}>{t(text.toDesk)}</Link>
        {may(paymentsRights.take) && (
          <Button danger loading={undo.isPending} onPress={() => undo.mutate({ params: { siteId, statementId: id } })}>
            {t(text.undo)}
          </Button>
        )}
      </div>
    </>
  );
}

function Refused({ siteId, statementId }: { readonly siteId: string; readonly statementId: string }) {
  const { t, language } = useLanguage();
  const rows = useInfiniteQuery(infinite(listRefusedRows, { params: { siteId, statementId }, query: {} }));
  type Row = ReplyOf<typeof listRefusedRows>["items"][number];
  const columns: readonly Column<Row>[] = [
    { key: "row", title: t(text.row), render: ({ row }) => row, width: "70px", card: "heading" },
    { key: "reason", title: t(text.reason), render: ({ reasons }) => reasons.map((reason) => sayProblem(named(reason, language), language)).join(" ") },
    { key: "cells", title: t(text.content), render: ({ cells }) => cells.filter(Boolean).join(" | "), from: "medium" },
  ];
  return (
    <Section title={t(text.refusedRows, { count: "" }).replaceAll("  ", " ")}>
      <DataTable label={t(text.reason)} columns={columns} rows={rows} rowKey={({ row }) => String(row)} />
    </Section>
  );
}

type SheetView = ReplyOf<typeof getStatementSheet>;

function Mapping({ siteId, statement, onDone }: { readonly siteId: string; readonly statement: Statement; readonly onDone: () => void }) {
  const { t } = useLanguage();
  const [chosen, choose] = useState<{ readonly sheet: number; readonly headerRow?: number }>({ sheet: statement.mapping?.sheet ?? 0 });
  const view = useQuery({ ...query(getStatementSheet, { params: { siteId, statementId: statement.id }, query: chosen }), placeholderData: keepPreviousData });
  if (view.isError) return <ProblemNote error={view.error} />;
  if (!view.data) return <Pending />;
  const { top, headerRow } = view.data;
  return (
    <>
      <div className="payments-filters">
        {statement.sheets.length > 1 && (
          <Select aria-label={t(text.sheet)} value={chosen.sheet} onChange={(sheet) => choose({ sheet })} options={statement.sheets.map((label, value) => ({ value, label }))} />
        )}
        <label className="payments-field">
          {t(text.headerRow)}
          <Select
            aria-label={t(text.headerRow)}
            value={headerRow}
            onChange={(row) => row !== null && choose({ ...chosen, headerRow: row })}
            options={top.map(({ row, cells }) => ({ value: row, label: `${row}: ${cells.filter(Boolean).join(" | ").slice(0, 70)}` }))}
            style={{ maxWidth: "min(90vw, 560px)" }}
          />
        </label>
      </div>
      {headerRow === null ? (
        <Alert type="warning" showIcon title={t(text.noHeader)} />
      ) : (
        <MappingForm key={`${chosen.sheet} ${headerRow}`} siteId={siteId} statement={statement} view={view.data} onDone={onDone} />
      )}
    </>
  );
}

const none = -1;

function MappingForm({ siteId, statement, view, onDone }: { readonly siteId: string; readonly statement: Statement; readonly view: SheetView; readonly onDone: () => void }) {
  const { t, language } = useLanguage();
  const [mapping, setMapping] = useState<StatementMapping>(view.mapping as StatementMapping);
  const map = useCommand(mapStatement, { onDone });
  const against = whyNotRead(mapping, Math.max(view.columns.length, 1)).map((problem) => ({ sentence: sayProblem(named(problem, language), language) }));
  const put = (column: StatementColumn, place: number) => {
    const { [column]: _, ...others } = mapping.columns;
    setMapping({ ...mapping, columns: place === none ? others : { ...others, [column]: place } });
  };
  return (
    <>
      <Alert type="info" showIcon title={t(view.isRemembered ? text.remembered : text.guessed)} />
      <table className="payments-mapping">
        <thead>
          <tr>
            <th scope="col">{t(text.meaning)}</th>
            <th scope="col">{t(text.column)}</th>
            <th scope="col">{t(text.samples)}</th>
          </tr>
        </thead>
        <tbody>
          {statementColumnNames.map((column) => {
            const place = mapping.columns[column];
            return (
              <tr key={column}>
                <th scope="row">{t(statementColumns[column].name)}</th>
                <td>
                  <Select
                    aria-label={t(text.columnOf, { field: statementColumns[column].name })}
                    value={place ?? none}
                    onChange={(next) => put(column, next)}
                    options={[{ value: none, label: t(text.notTaken) }, ...view.columns.map(({ title, letters }, index) => ({ value: index, label: `${letters} ${title}` }))]}
                  />
                </td>
                <td>{place !== undefined && view.columns[place]?.samples.map((sample) => <code key={sample}>{sample}</code>)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <ProblemNote error={map.error} />
      <Button type="primary" unless={against} loading={map.isPending} keys="mod+Enter" onPress={() => map.mutate({ params: { siteId, statementId: statement.id }, body: mapping })}>
        {t(text.readThrough)}
      </Button>
    </>
  );
}
